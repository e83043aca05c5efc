/** How real numbers become integer codes: scales, zero points, weights, biases and their limits. */
@NullMarked
package dev.brisk.quantization.arithmetic;

import org.jspecify.annotations.NullMarked;
