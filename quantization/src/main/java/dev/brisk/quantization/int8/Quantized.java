package dev.brisk.quantization.int8;

import dev.brisk.Model;

/**
 * A quantized form of a prepared model, and how it came about.
 *
 * @param model what can be compiled and saved
 * @param plan what computes in int8
 * @param lines on which lines the codes of activations lie
 * @param parameters the codes of weights and biases
 */
record Quantized(Model model, Plan plan, Lines lines, Parameters parameters) {}
