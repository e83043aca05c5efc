/** Reads and writes protobuf messages, their payloads from and to where they lie. */
@NullMarked
package dev.brisk.backend.remote.wire;

import org.jspecify.annotations.NullMarked;
