/** The quantizers and what they report. */
@NullMarked
package dev.brisk.quantization;

import org.jspecify.annotations.NullMarked;
