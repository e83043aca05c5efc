/** Matrices of weights as codes of few bits, in blocks that have a line of their own each. */
@NullMarked
package dev.brisk.quantization.int4.block;

import org.jspecify.annotations.NullMarked;
