package dev.brisk.backend.remote.testing;

import com.google.protobuf.ByteString;
import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;

/** Tensors as generated classes of TensorFlow's messages. */
public final class TensorProtos {
  private TensorProtos() {}

  /** The number of a type. */
  public static int number(ElementType type) {
    return switch (type) {
      case FLOAT32 -> DataType.DT_FLOAT_VALUE;
      case FLOAT64 -> DataType.DT_DOUBLE_VALUE;
      case INT32 -> DataType.DT_INT32_VALUE;
      case UINT8 -> DataType.DT_UINT8_VALUE;
      case INT16 -> DataType.DT_INT16_VALUE;
      case INT8 -> DataType.DT_INT8_VALUE;
      case STRING -> DataType.DT_STRING_VALUE;
      case COMPLEX64 -> DataType.DT_COMPLEX64_VALUE;
      case INT64 -> DataType.DT_INT64_VALUE;
      case BOOL -> DataType.DT_BOOL_VALUE;
      case BFLOAT16 -> DataType.DT_BFLOAT16_VALUE;
      case UINT16 -> DataType.DT_UINT16_VALUE;
      case COMPLEX128 -> DataType.DT_COMPLEX128_VALUE;
      case FLOAT16 -> DataType.DT_HALF_VALUE;
      case UINT32 -> DataType.DT_UINT32_VALUE;
      case UINT64 -> DataType.DT_UINT64_VALUE;
      case FLOAT8E5M2 -> DataType.DT_FLOAT8_E5M2_VALUE;
      case FLOAT8E4M3FN -> DataType.DT_FLOAT8_E4M3FN_VALUE;
      case INT4 -> DataType.DT_INT4_VALUE;
      case UINT4 -> DataType.DT_UINT4_VALUE;
      default -> throw new IllegalArgumentException(type + "");
    };
  }

  private static ElementType type(int number) {
    for (ElementType type : ElementType.values()) {
      try {
        if (number(type) == number) {
          return type;
        }
      } catch (IllegalArgumentException e) {
        continue;
      }
    }
    throw new IllegalArgumentException("type " + number);
  }

  /** The message of a shape. */
  public static TensorShapeProto shape(@Nullable Shape shape) {
    TensorShapeProto.Builder message = TensorShapeProto.newBuilder();
    if (shape == null) {
      return message.setUnknownRank(true).build();
    }
    for (long dim : shape.dims()) {
      message.addDim(TensorShapeProto.Dim.newBuilder().setSize(dim));
    }
    return message.build();
  }

  /** Reads what clients send: memory, or texts. */
  public static Tensor read(TensorProto message) {
    long[] dims =
        message.getTensorShape().getDimList().stream()
            .mapToLong(TensorShapeProto.Dim::getSize)
            .toArray();
    ElementType type = type(message.getDtypeValue());
    if (type == ElementType.STRING) {
      return Tensor.of(
          message.getStringValList().stream().map(ByteString::toStringUtf8).toArray(String[]::new),
          dims);
    }
    byte[] content = message.getTensorContent().toByteArray();
    if (type == ElementType.INT4 || type == ElementType.UINT4) {
      byte[] packed = new byte[(content.length + 1) / 2];
      for (int i = 0; i < content.length; i++) {
        packed[i / 2] |= (byte) ((content[i] & 0xF) << (i % 2 * 4));
      }
      return Tensor.ofBytes(type, packed, dims);
    }
    return Tensor.ofBytes(type, content, dims);
  }

  /** The message with the elements as memory. */
  public static TensorProto raw(Tensor tensor) {
    return start(tensor).setTensorContent(ByteString.copyFrom(tensor.toByteArray())).build();
  }

  /** The message with the elements one by one, which is what servers answer by default. */
  public static TensorProto typed(Tensor tensor) {
    TensorProto.Builder message = start(tensor);
    switch (tensor.elementType()) {
      case FLOAT32 -> {
        for (float value : tensor.toFloatArray()) {
          message.addFloatVal(value);
        }
      }
      case FLOAT64 -> {
        for (double value : tensor.toDoubleArray()) {
          message.addDoubleVal(value);
        }
      }
      case INT32, INT16, UINT16, INT8, UINT8, INT4, UINT4 -> {
        for (int value : tensor.toIntArray()) {
          message.addIntVal(value);
        }
      }
      case UINT32 -> {
        for (long value : tensor.toLongArray()) {
          message.addUint32Val((int) value);
        }
      }
      case INT64 -> {
        for (long value : tensor.toLongArray()) {
          message.addInt64Val(value);
        }
      }
      case UINT64 -> {
        for (long value : tensor.toLongArray()) {
          message.addUint64Val(value);
        }
      }
      case BOOL -> {
        for (long value : tensor.toLongArray()) {
          message.addBoolVal(value != 0);
        }
      }
      case FLOAT16, BFLOAT16 -> {
        for (int i = 0; i < tensor.elements(); i++) {
          message.addHalfVal(tensor.asShortBuffer().get(i) & 0xFFFF);
        }
      }
      case COMPLEX64 -> {
        ByteBuffer memory = tensor.asByteBuffer();
        while (memory.hasRemaining()) {
          message.addScomplexVal(memory.getFloat());
        }
      }
      case COMPLEX128 -> {
        ByteBuffer memory = tensor.asByteBuffer();
        while (memory.hasRemaining()) {
          message.addDcomplexVal(memory.getDouble());
        }
      }
      case STRING -> {
        for (String text : tensor.toStringArray()) {
          message.addStringVal(ByteString.copyFromUtf8(text));
        }
      }
      default -> message.setFloat8Val(ByteString.copyFrom(tensor.toByteArray()));
    }
    return message.build();
  }

  private static TensorProto.Builder start(Tensor tensor) {
    return TensorProto.newBuilder()
        .setDtypeValue(number(tensor.elementType()))
        .setTensorShape(shape(tensor.shape()));
  }
}
