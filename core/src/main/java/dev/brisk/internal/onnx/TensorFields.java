package dev.brisk.internal.onnx;

/** The field numbers of {@code TensorProto} and of what it consists of. */
final class TensorFields {
  static final int DIMS = 1;
  static final int DATA_TYPE = 2;
  static final int SEGMENT = 3;
  static final int FLOAT_DATA = 4;
  static final int INT32_DATA = 5;
  static final int STRING_DATA = 6;
  static final int INT64_DATA = 7;
  static final int NAME = 8;
  static final int RAW_DATA = 9;
  static final int DOUBLE_DATA = 10;
  static final int UINT64_DATA = 11;
  static final int EXTERNAL_DATA = 13;
  static final int DATA_LOCATION = 14;

  static final long LOCATION_EXTERNAL = 1;

  private TensorFields() {}
}
