/** Leak reports, element conversion and service loading; for Brisk's own modules only. */
@NullMarked
package dev.brisk.internal;

import org.jspecify.annotations.NullMarked;
