/**
 * Weight-only quantization to 4 or 8 bits in blocks: {@code Planner} finds the nodes by its {@code
 * Rules}, an algorithm makes the codes, a {@code Form} says how they are written.
 */
@NullMarked
package dev.brisk.quantization.int4;

import org.jspecify.annotations.NullMarked;
