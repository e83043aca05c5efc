/**
 * Static int8 quantization: which nodes compute on codes ({@code Rules}, {@code Planner}), which
 * lines the codes of each value lie on, and the graph of QuantizeLinear and DequantizeLinear nodes
 * that says so ({@code Writer}).
 */
@NullMarked
package dev.brisk.quantization.int8;

import org.jspecify.annotations.NullMarked;
