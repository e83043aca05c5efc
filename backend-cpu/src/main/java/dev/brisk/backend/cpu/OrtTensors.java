package dev.brisk.backend.cpu;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtUtil;
import ai.onnxruntime.TensorInfo;
import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.UnsupportedModelException;
import dev.brisk.internal.Views;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brisk's tensors as ONNX Runtime's on the same memory, and ONNX Runtime's copied to Brisk's. */
final class OrtTensors {
  /** The types of which ONNX Runtime's Java API makes tensors. */
  private static final Set<ElementType> CREATABLE =
      Collections.unmodifiableSet(
          EnumSet.of(
              ElementType.FLOAT32,
              ElementType.FLOAT64,
              ElementType.FLOAT16,
              ElementType.BFLOAT16,
              ElementType.INT8,
              ElementType.UINT8,
              ElementType.INT16,
              ElementType.INT32,
              ElementType.INT64,
              ElementType.BOOL,
              ElementType.STRING));

  private static final @Nullable MethodHandle MEMORY = findMemory();

  private OrtTensors() {}

  static boolean isCreatable(ElementType type) {
    return CREATABLE.contains(type);
  }

  /** Whether outputs of a type can be read. */
  static boolean isReadable(ElementType type) {
    return type.bits() >= Byte.SIZE || type == ElementType.STRING;
  }

  /** The types of which tensors can be given. */
  static Set<ElementType> creatable() {
    return CREATABLE;
  }

  /**
   * ONNX Runtime's tensor on a tensor's memory, which the pin keeps while it is used; strings are
   * copied. The type must be {@link #isCreatable creatable}.
   */
  static OnnxTensor share(OrtEnvironment environment, Tensor tensor, Tensor.Pin pin)
      throws OrtException {
    long[] dims = tensor.shape().dims();
    ElementType type = tensor.elementType();
    if (type == ElementType.STRING) {
      return OnnxTensor.createTensor(environment, tensor.toStringArray(), dims);
    }
    Buffer memory = pin.memory();
    return switch (type) {
      case FLOAT32 -> OnnxTensor.createTensor(environment, Views.floats(memory), dims);
      case FLOAT64 -> OnnxTensor.createTensor(environment, Views.doubles(memory), dims);
      case INT32 -> OnnxTensor.createTensor(environment, Views.ints(memory), dims);
      case INT64 -> OnnxTensor.createTensor(environment, Views.longs(memory), dims);
      case INT16, FLOAT16, BFLOAT16 ->
          OnnxTensor.createTensor(
              environment, Views.shorts(memory), dims, OnnxJavaType.valueOf(type.name()));
      case INT8, UINT8, BOOL ->
          OnnxTensor.createTensor(
              environment, Views.bytes(memory), dims, OnnxJavaType.valueOf(type.name()));
      default -> throw new IllegalArgumentException("not creatable: " + type);
    };
  }

  /** A copy of a value that ONNX Runtime made. */
  static Tensor copy(String name, OnnxValue value) throws OrtException {
    if (!(value instanceof OnnxTensor tensor)) {
      throw new UnsupportedModelException(
          "Output '" + name + "' must be a tensor, but ONNX Runtime gives " + value.getType());
    }
    TensorInfo info = tensor.getInfo();
    ElementType type = typeOf(info.onnxType);
    Shape shape = Shape.of(info.getShape());
    if (type == ElementType.STRING) {
      return Tensor.of(strings(tensor, shape), shape.dims());
    }
    Tensor made = Tensor.allocate(type, shape);
    if (made.elements() > 0) {
      made.asByteBuffer().put(memory(tensor));
    }
    return made;
  }

  private static String[] strings(OnnxTensor tensor, Shape shape) throws OrtException {
    if (shape.elements() == 0) {
      return new String[0];
    }
    Object value = tensor.getValue();
    return value instanceof String single ? new String[] {single} : OrtUtil.flattenString(value);
  }

  /** The memory itself where it can be had, else a copy of it. */
  private static ByteBuffer memory(OnnxTensor tensor) {
    if (MEMORY != null) {
      try {
        return (ByteBuffer) MEMORY.invokeExact(tensor);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
    return tensor.getByteBuffer();
  }

  /** The public getters copy to the heap, and from there it would be copied again. */
  private static @Nullable MethodHandle findMemory() {
    try {
      return MethodHandles.privateLookupIn(OnnxTensor.class, MethodHandles.lookup())
          .findVirtual(OnnxTensor.class, "getBuffer", MethodType.methodType(ByteBuffer.class));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  private static ElementType typeOf(TensorInfo.OnnxTensorType type) {
    String name = type.name().replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "");
    return switch (name) {
      case "FLOAT" -> ElementType.FLOAT32;
      case "DOUBLE" -> ElementType.FLOAT64;
      default -> ElementType.valueOf(name);
    };
  }
}
