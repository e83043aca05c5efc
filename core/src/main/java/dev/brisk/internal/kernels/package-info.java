/** Conversions of whole arrays between float32 and the narrow types of quantized models. */
@NullMarked
package dev.brisk.internal.kernels;

import org.jspecify.annotations.NullMarked;
