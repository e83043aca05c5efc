/** Mending a quantized model from its first layer to its last. */
@NullMarked
package dev.brisk.quantization.reconstruction;

import org.jspecify.annotations.NullMarked;
