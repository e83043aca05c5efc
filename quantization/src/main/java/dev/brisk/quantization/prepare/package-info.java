/** Rewrites that bring a model into the form that the quantizers work on. */
@NullMarked
package dev.brisk.quantization.prepare;

import org.jspecify.annotations.NullMarked;
