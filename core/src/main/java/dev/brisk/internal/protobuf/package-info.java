/**
 * The protobuf wire format, read in place and written as a stream.
 *
 * <p>The format is that of <a href="https://protobuf.dev/programming-guides/encoding/">Protocol
 * Buffers, Encoding</a>. Messages have no schema here: whoever reads one dispatches on the tags,
 * and keeps the fields that it does not know as they are.
 */
@NullMarked
package dev.brisk.internal.protobuf;

import org.jspecify.annotations.NullMarked;
