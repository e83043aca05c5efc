package dev.brisk;

import java.util.Locale;

/**
 * The type of a tensor's elements: all those of the ONNX standard.
 *
 * <p>Types narrower than a byte are packed, the first element in the low bits. A {@link #BOOL}
 * takes a byte, 0 or 1. {@link #STRING} elements have no fixed size.
 */
public enum ElementType {
  FLOAT32(1, 32),
  UINT8(2, 8),
  INT8(3, 8),
  UINT16(4, 16),
  INT16(5, 16),
  INT32(6, 32),
  INT64(7, 64),
  STRING(8, 0),
  BOOL(9, 8),
  FLOAT16(10, 16),
  FLOAT64(11, 64),
  UINT32(12, 32),
  UINT64(13, 64),
  COMPLEX64(14, 64),
  COMPLEX128(15, 128),
  BFLOAT16(16, 16),
  FLOAT8E4M3FN(17, 8),
  FLOAT8E4M3FNUZ(18, 8),
  FLOAT8E5M2(19, 8),
  FLOAT8E5M2FNUZ(20, 8),
  UINT4(21, 4),
  INT4(22, 4),
  FLOAT4E2M1(23, 4),
  FLOAT8E8M0(24, 8),
  UINT2(25, 2),
  INT2(26, 2);

  private static final ElementType[] BY_CODE = new ElementType[27];

  static {
    for (ElementType type : values()) {
      BY_CODE[type.onnxCode] = type;
    }
  }

  private final int onnxCode;
  private final int bits;

  ElementType(int onnxCode, int bits) {
    this.onnxCode = onnxCode;
    this.bits = bits;
  }

  /**
   * The type that has the given code in ONNX ({@code TensorProto.DataType}).
   *
   * @throws InvalidModelException if no type has this code
   */
  public static ElementType ofOnnxCode(int code) {
    if (code < 1 || code >= BY_CODE.length) {
      throw new InvalidModelException(
          "Element type code must be 1 to " + (BY_CODE.length - 1) + ", but is " + code);
    }
    return BY_CODE[code];
  }

  /** The code of this type in ONNX ({@code TensorProto.DataType}). */
  public int onnxCode() {
    return onnxCode;
  }

  /** The size of an element in bits; 0 for {@link #STRING}. */
  public int bits() {
    return bits;
  }

  /**
   * The size in bytes of so many elements, packed.
   *
   * @throws UnsupportedOperationException for {@link #STRING}
   * @throws ArithmeticException if the size does not fit a long
   */
  public long byteSize(long elements) {
    if (this == STRING) {
      throw new UnsupportedOperationException("string elements have no fixed size");
    }
    if (bits < 8) {
      long perByte = 8 / bits;
      return elements / perByte + (elements % perByte == 0 ? 0 : 1);
    }
    return Math.multiplyExact(elements, bits / 8L);
  }

  /** Whether the elements are floating-point numbers of any width. */
  public boolean isFloat() {
    return switch (this) {
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> true;
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ -> true;
      case FLOAT4E2M1, FLOAT8E8M0 -> true;
      default -> false;
    };
  }

  /** Whether the elements are integers of any width, signed or not; not {@link #BOOL}. */
  public boolean isInteger() {
    return switch (this) {
      case INT8, INT16, INT32, INT64, INT4, INT2 -> true;
      case UINT8, UINT16, UINT32, UINT64, UINT4, UINT2 -> true;
      default -> false;
    };
  }

  /** The name as ONNX and NumPy write it, such as {@code float32}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
