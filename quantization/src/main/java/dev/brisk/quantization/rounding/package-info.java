/** Choosing the codes of weights by what their errors do to the results of a layer. */
@NullMarked
package dev.brisk.quantization.rounding;

import org.jspecify.annotations.NullMarked;
