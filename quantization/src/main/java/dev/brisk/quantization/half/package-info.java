/** Conversion of models from float32 to the 16-bit floats float16 and bfloat16. */
@NullMarked
package dev.brisk.quantization.half;

import org.jspecify.annotations.NullMarked;
