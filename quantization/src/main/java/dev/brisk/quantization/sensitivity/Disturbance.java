package dev.brisk.quantization.sensitivity;

/**
 * A value with errors in the place of the value without.
 *
 * @param name what it is called among others
 * @param value the value without errors
 * @param disturbed the value with errors
 * @param part the value with some of the errors, of which it is told how large a part they are
 */
public record Disturbance(String name, String value, String disturbed, String part) {}
