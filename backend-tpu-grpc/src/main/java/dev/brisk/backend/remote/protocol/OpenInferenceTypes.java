package dev.brisk.backend.remote.protocol;

import dev.brisk.ElementType;
import dev.brisk.UnsupportedModelException;
import dev.brisk.backend.remote.wire.MalformedMessageException;

/** The names of element types in the Open Inference Protocol. */
public final class OpenInferenceTypes {
  private OpenInferenceTypes() {}

  /**
   * The name of a type.
   *
   * @throws UnsupportedModelException if the protocol has none
   */
  public static String name(ElementType type) {
    return switch (type) {
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> type.name();
      case FLOAT16 -> "FP16";
      case FLOAT32 -> "FP32";
      case FLOAT64 -> "FP64";
      case BFLOAT16 -> "BF16";
      case STRING -> "BYTES";
      default ->
          throw new UnsupportedModelException(
              "The Open Inference Protocol has no tensors of %s; let the model take and give others"
                  .formatted(type));
    };
  }

  static ElementType type(String name) {
    String plain = name.startsWith("TYPE_") ? name.substring("TYPE_".length()) : name;
    return switch (plain) {
      case "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64" ->
          ElementType.valueOf(plain);
      case "FP16" -> ElementType.FLOAT16;
      case "FP32" -> ElementType.FLOAT32;
      case "FP64" -> ElementType.FLOAT64;
      case "BF16" -> ElementType.BFLOAT16;
      case "BYTES", "STRING" -> ElementType.STRING;
      default ->
          throw new MalformedMessageException(
              "the element type '" + name + "' is none of the Open Inference Protocol");
    };
  }

  /** The field in which typed elements stand; 0 for types that have none. */
  static int contentsField(ElementType type) {
    return switch (type) {
      case BOOL -> 1;
      case INT8, INT16, INT32 -> 2;
      case INT64 -> 3;
      case UINT8, UINT16, UINT32 -> 4;
      case UINT64 -> 5;
      case FLOAT32 -> 6;
      case FLOAT64 -> 7;
      case STRING -> 8;
      default -> 0;
    };
  }
}
