/** The accelerator {@code reference}: every model on scalar Java, with no native code. */
@NullMarked
package dev.brisk.internal.reference;

import org.jspecify.annotations.NullMarked;
