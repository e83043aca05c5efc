/** Factors between layers that bring the channels of a value to like ranges. */
@NullMarked
package dev.brisk.quantization.equalization;

import org.jspecify.annotations.NullMarked;
