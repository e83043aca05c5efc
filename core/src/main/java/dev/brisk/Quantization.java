package dev.brisk;

/**
 * A quantized model and what was done to get it.
 *
 * @param model standard ONNX, to be compiled or saved as any other
 */
public record Quantization(Model model, QuantizationReport report) {}
