package dev.brisk.backend.cpu.onednn;

import dev.brisk.ElementType;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** The element types that oneDNN's primitives take, and those that are only moved. */
enum DataType {
  F32(dnnl.dnnl_f32, 4),
  S32(dnnl.dnnl_s32, 4),
  S8(dnnl.dnnl_s8, 1),
  U8(dnnl.dnnl_u8, 1),
  F16(dnnl.dnnl_f16, 2),
  BF16(dnnl.dnnl_bf16, 2),
  /** Eight bytes of any kind. */
  S64(dnnl.dnnl_s64, 8),
  F64(dnnl.dnnl_f64, 8);

  final int code;
  final int bytes;

  DataType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** The type of the same width in which elements are moved; null if there is none. */
  static @Nullable DataType of(ElementType type) {
    return switch (type) {
      case FLOAT32 -> F32;
      case INT32, UINT32 -> S32;
      case INT8 -> S8;
      case UINT8, BOOL -> U8;
      case FLOAT16, INT16, UINT16 -> F16;
      case BFLOAT16 -> BF16;
      case INT64, UINT64 -> S64;
      case FLOAT64 -> F64;
      default -> type.bits() == 8 ? U8 : null;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
