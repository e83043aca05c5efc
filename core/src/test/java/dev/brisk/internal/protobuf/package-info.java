@NullMarked
package dev.brisk.internal.protobuf;

import org.jspecify.annotations.NullMarked;
