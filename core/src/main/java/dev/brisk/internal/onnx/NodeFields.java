package dev.brisk.internal.onnx;

/** The field numbers of {@code NodeProto}. */
final class NodeFields {
  static final int INPUT = 1;
  static final int OUTPUT = 2;
  static final int NAME = 3;
  static final int OP_TYPE = 4;
  static final int ATTRIBUTE = 5;
  static final int DOMAIN = 7;
  static final int OVERLOAD = 8;

  private NodeFields() {}

  /** The standard's domain has two names, of which the graph knows the empty one. */
  static String domain(String name) {
    return name.equals("ai.onnx") ? "" : name;
  }
}
