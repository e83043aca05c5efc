/** Conversion of models from float32 to float16. */
@NullMarked
package dev.brisk.quantization.fp16;

import org.jspecify.annotations.NullMarked;
