package dev.brisk.internal.onnx;

import java.util.Map;

/** The field numbers of {@code ModelProto}, and the operator sets that it imports. */
final class ModelFields {
  static final int IR_VERSION = 1;
  static final int PRODUCER_NAME = 2;
  static final int PRODUCER_VERSION = 3;
  static final int DOMAIN = 4;
  static final int MODEL_VERSION = 5;
  static final int DOC_STRING = 6;
  static final int GRAPH = 7;
  static final int OPSET_IMPORT = 8;
  static final int METADATA_PROPS = 14;
  static final int FUNCTIONS = 25;

  /** Versions of the format before this one import operators without saying so. */
  private static final int FIRST_WITH_OPSETS = 3;

  private ModelFields() {}

  static Map<String, Integer> opsets(Origin model) {
    Map<String, Integer> opsets = OpsetCodec.read(model, OPSET_IMPORT);
    return opsets.isEmpty() && !model.isEmpty() && model.varint(IR_VERSION, 0) < FIRST_WITH_OPSETS
        ? Map.of("", 1)
        : opsets;
  }
}
