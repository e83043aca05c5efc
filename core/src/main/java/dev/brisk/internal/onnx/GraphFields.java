package dev.brisk.internal.onnx;

/** The field numbers of {@code GraphProto}. */
final class GraphFields {
  static final int NODE = 1;
  static final int NAME = 2;
  static final int INITIALIZER = 5;
  static final int INPUT = 11;
  static final int OUTPUT = 12;
  static final int VALUE_INFO = 13;
  static final int SPARSE_INITIALIZER = 15;

  private GraphFields() {}
}
