package dev.brisk.internal.onnx;

import dev.brisk.internal.protobuf.WireFormatException;
import dev.brisk.internal.protobuf.WireReader;
import dev.brisk.internal.protobuf.WireType;
import org.jspecify.annotations.Nullable;

/**
 * The types of ONNX messages, as far as it takes to tell whether one that stays encoded is well
 * formed. A damaged file is so found when it is read, not by whoever reads the copy.
 */
enum MessageType {
  MODEL,
  GRAPH,
  NODE,
  ATTRIBUTE,
  TENSOR,
  SPARSE_TENSOR,
  VALUE,
  TYPE,
  TENSOR_TYPE,
  SHAPE,
  CONTAINER_TYPE,
  MAP_TYPE,
  FUNCTION,
  TRAINING,
  ANNOTATION,
  NODE_DEVICES,
  SHARDING,
  SHARDED_DIM,
  INTEGERS,
  /** Any that holds no messages and no repeated numbers. */
  LEAF;

  /** Goes through a message of this type. */
  void check(WireReader message) {
    while (message.next()) {
      checkField(message);
    }
  }

  /** Goes through the field of a message of this type at which the reader stands. */
  void checkField(WireReader field) {
    if ((field.tag() & 7) != WireType.LENGTH) {
      return; // Moving on skips it, and fails if that cannot be done.
    }
    MessageType nested = nested(field.field());
    if (nested != null) {
      nested.check(field.message());
    } else {
      checkPacked(field, packedWidth(field.field()));
    }
  }

  private static void checkPacked(WireReader field, int width) {
    if (width == 1) {
      field.packedVarints(value -> {});
    } else if (width > 1 && field.bytes().size() % width != 0) {
      throw new WireFormatException(
          field.offset(), "packed numbers of " + width + " bytes each are cut off");
    }
  }

  private @Nullable MessageType nested(int field) {
    return switch (this) {
      case MODEL ->
          switch (field) {
            case 7 -> GRAPH;
            case 8, 14, 26 -> LEAF;
            case 20 -> TRAINING;
            case 25 -> FUNCTION;
            default -> null;
          };
      case GRAPH ->
          switch (field) {
            case 1 -> NODE;
            case 5 -> TENSOR;
            case 11, 12, 13 -> VALUE;
            case 14 -> ANNOTATION;
            case 15 -> SPARSE_TENSOR;
            case 16 -> LEAF;
            default -> null;
          };
      case NODE ->
          switch (field) {
            case 5 -> ATTRIBUTE;
            case 9 -> LEAF;
            case 10 -> NODE_DEVICES;
            default -> null;
          };
      case ATTRIBUTE ->
          switch (field) {
            case 5, 10 -> TENSOR;
            case 6, 11 -> GRAPH;
            case 14, 15 -> TYPE;
            case 22, 23 -> SPARSE_TENSOR;
            default -> null;
          };
      case FUNCTION ->
          switch (field) {
            case 7 -> NODE;
            case 9, 14 -> LEAF;
            case 11 -> ATTRIBUTE;
            case 12 -> VALUE;
            default -> null;
          };
      case TYPE ->
          switch (field) {
            case 1, 8 -> TENSOR_TYPE;
            case 4, 9 -> CONTAINER_TYPE;
            case 5 -> MAP_TYPE;
            case 7 -> LEAF;
            default -> null;
          };
      case SHARDING ->
          switch (field) {
            case 3 -> INTEGERS;
            case 4 -> SHARDED_DIM;
            default -> null;
          };
      case TENSOR -> field == 3 || field == 13 || field == 16 ? LEAF : null;
      case SPARSE_TENSOR -> field == 1 || field == 2 ? TENSOR : null;
      case VALUE -> field == 2 ? TYPE : field == 4 ? LEAF : null;
      case TENSOR_TYPE -> field == 2 ? SHAPE : null;
      case SHAPE -> field == 1 ? LEAF : null;
      case CONTAINER_TYPE -> field == 1 ? TYPE : null;
      case MAP_TYPE -> field == 2 ? TYPE : null;
      case TRAINING -> field <= 2 ? GRAPH : field <= 4 ? LEAF : null;
      case ANNOTATION -> field == 2 ? LEAF : null;
      case NODE_DEVICES -> field == 2 ? SHARDING : null;
      case SHARDED_DIM -> field == 2 ? LEAF : null;
      case INTEGERS, LEAF -> null;
    };
  }

  /**
   * The size of a repeated number, 1 for those of variable size, 0 if the field holds none. The
   * integers that are a tensor's elements are left out: they are read when they are asked for.
   */
  private int packedWidth(int field) {
    return switch (this) {
      case ATTRIBUTE -> field == 7 ? Float.BYTES : field == 8 ? 1 : 0;
      case TENSOR -> field == 4 ? Float.BYTES : field == 10 ? Double.BYTES : field == 1 ? 1 : 0;
      case SPARSE_TENSOR -> field == 3 ? 1 : 0;
      case SHARDING, INTEGERS -> field == 2 ? 1 : 0;
      default -> 0;
    };
  }
}
