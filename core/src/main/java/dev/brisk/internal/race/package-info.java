/** Measures executables in turns, so that what disturbs the machine disturbs all alike. */
@NullMarked
package dev.brisk.internal.race;

import org.jspecify.annotations.NullMarked;
