/** The events of Java Flight Recorder, {@code dev.brisk.Run} and so on. */
@NullMarked
package dev.brisk.internal.jfr;

import org.jspecify.annotations.NullMarked;
