package dev.brisk.quantization.int8;

import dev.brisk.quantization.arithmetic.Codes;
import java.util.Locale;

/** What the quantized model is to run on: the kind of codes, and where they are written. */
enum Target {
  /** Anything, and fast in ONNX Runtime: unsigned activations, weights that never saturate. */
  GENERIC(Codes.UINT8, Settings.WeightCodes.SAFE),
  /** x86 processors with VNNI: unsigned activations, weights of full 8 bits. */
  VNNI(Codes.UINT8, Settings.WeightCodes.FULL),
  /** Arm processors: signed activations, weights of full 8 bits. */
  ARM(Codes.INT8_ANY_ZERO, Settings.WeightCodes.FULL),
  /**
   * TensorRT: symmetric activations, weights of full 8 bits, biases as floats, and codes only at
   * the inputs of sums of products: it fuses the rest around them by itself.
   */
  TENSORRT(Codes.INT8, Settings.WeightCodes.FULL);

  private final Codes activations;
  private final Settings.WeightCodes weights;

  Target(Codes activations, Settings.WeightCodes weights) {
    this.activations = activations;
    this.weights = weights;
  }

  /** The name it is asked for by. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The codes of activations. */
  Codes activations() {
    return activations;
  }

  /** How weights become codes unless a setting says otherwise. */
  Settings.WeightCodes weights() {
    return weights;
  }

  /** Whether biases are int32 codes; else they stay floats. */
  boolean codesBiases() {
    return this != TENSORRT;
  }

  /** Whether only the inputs of sums of products have codes. */
  boolean codesInputsOnly() {
    return this == TENSORRT;
  }
}
