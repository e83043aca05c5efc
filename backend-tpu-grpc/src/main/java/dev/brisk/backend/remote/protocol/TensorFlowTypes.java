package dev.brisk.backend.remote.protocol;

import dev.brisk.ElementType;
import dev.brisk.UnsupportedModelException;
import dev.brisk.backend.remote.wire.MalformedMessageException;

/** The numbers of element types in TensorFlow's messages ({@code DataType}). */
final class TensorFlowTypes {
  static final int STRING = 7;

  /** What the number of a reference to a tensor has more than that of the tensor. */
  private static final int REFERENCE = 100;

  private TensorFlowTypes() {}

  static int number(ElementType type) {
    return switch (type) {
      case FLOAT32 -> 1;
      case FLOAT64 -> 2;
      case INT32 -> 3;
      case UINT8 -> 4;
      case INT16 -> 5;
      case INT8 -> 6;
      case STRING -> STRING;
      case COMPLEX64 -> 8;
      case INT64 -> 9;
      case BOOL -> 10;
      case BFLOAT16 -> 14;
      case UINT16 -> 17;
      case COMPLEX128 -> 18;
      case FLOAT16 -> 19;
      case UINT32 -> 22;
      case UINT64 -> 23;
      case FLOAT8E5M2 -> 24;
      case FLOAT8E4M3FN -> 25;
      case INT4 -> 29;
      case UINT4 -> 30;
      default ->
          throw new UnsupportedModelException(
              "TensorFlow has no tensors of " + type + "; let the model take and give others");
    };
  }

  static ElementType type(int number) {
    return switch (number > REFERENCE ? number - REFERENCE : number) {
      case 1 -> ElementType.FLOAT32;
      case 2 -> ElementType.FLOAT64;
      case 3, 13 -> ElementType.INT32;
      case 4, 12 -> ElementType.UINT8;
      case 5, 15 -> ElementType.INT16;
      case 6, 11 -> ElementType.INT8;
      case STRING -> ElementType.STRING;
      case 8 -> ElementType.COMPLEX64;
      case 9 -> ElementType.INT64;
      case 10 -> ElementType.BOOL;
      case 14 -> ElementType.BFLOAT16;
      case 16, 17 -> ElementType.UINT16;
      case 18 -> ElementType.COMPLEX128;
      case 19 -> ElementType.FLOAT16;
      case 22 -> ElementType.UINT32;
      case 23 -> ElementType.UINT64;
      case 24 -> ElementType.FLOAT8E5M2;
      case 25 -> ElementType.FLOAT8E4M3FN;
      case 29 -> ElementType.INT4;
      case 30 -> ElementType.UINT4;
      default ->
          throw new MalformedMessageException(
              "TensorFlow's element type " + number + " is none that a tensor here can have");
    };
  }

  /** The field of a message in which typed elements stand. */
  static int valuesField(ElementType type) {
    return switch (type) {
      case FLOAT32 -> 5;
      case FLOAT64 -> 6;
      case INT32, INT16, UINT16, INT8, UINT8, INT4, UINT4 -> 7;
      case STRING -> 8;
      case COMPLEX64 -> 9;
      case INT64 -> 10;
      case BOOL -> 11;
      case COMPLEX128 -> 12;
      case FLOAT16, BFLOAT16 -> 13;
      case UINT32 -> 16;
      case UINT64 -> 17;
      case FLOAT8E5M2, FLOAT8E4M3FN -> 18;
      default -> throw new IllegalArgumentException("no tensor of TensorFlow: " + type);
    };
  }
}
