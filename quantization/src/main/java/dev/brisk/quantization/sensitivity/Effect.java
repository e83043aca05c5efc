package dev.brisk.quantization.sensitivity;

/**
 * What a disturbance does.
 *
 * @param output the errors of the model's outputs
 * @param share the energy of the part of the disturbance over that of the whole, 0 to 1, at the
 *     value that is disturbed
 */
public record Effect(OutputError output, double share) {}
