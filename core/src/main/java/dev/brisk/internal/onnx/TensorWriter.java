package dev.brisk.internal.onnx;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.graph.Initializer;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code TensorProto}: as it was read where its elements stay in place, else with them in
 * another file or within.
 */
final class TensorWriter {
  private final Map<Initializer, ExternalSlot> slots;

  /** A writer that refers to another file for the elements of the given tensors. */
  TensorWriter(Map<Initializer, ExternalSlot> slots) {
    this.slots = slots;
  }

  void write(WireWriter out, Initializer tensor) {
    ExternalSlot slot = slots.get(tensor);
    if (!(tensor.encoded() instanceof EncodedTensor encoded)) {
      head(out, tensor);
    } else if (slot == null && encoded.external() == null) {
      rewrite(tensor, encoded).writeTo(out);
      return;
    } else {
      withoutElements(rewrite(tensor, encoded)).writeTo(out);
    }
    if (slot != null) {
      refer(out, slot);
    } else {
      elements(out, tensor.tensor());
    }
  }

  private static Rewrite rewrite(Initializer tensor, EncodedTensor encoded) {
    Rewrite rewrite = new Rewrite(Origin.of(encoded.message()));
    rewrite.name(TensorFields.NAME, tensor.name());
    return rewrite;
  }

  private static Rewrite withoutElements(Rewrite rewrite) {
    rewrite.drop(
        TensorFields.FLOAT_DATA,
        TensorFields.INT32_DATA,
        TensorFields.INT64_DATA,
        TensorFields.RAW_DATA,
        TensorFields.DOUBLE_DATA,
        TensorFields.UINT64_DATA,
        TensorFields.EXTERNAL_DATA,
        TensorFields.DATA_LOCATION);
    return rewrite;
  }

  private static void head(WireWriter out, Initializer tensor) {
    out.packed(TensorFields.DIMS, tensor.shape().dims());
    out.varint(TensorFields.DATA_TYPE, tensor.elementType().onnxCode());
    if (!tensor.name().isEmpty()) {
      out.string(TensorFields.NAME, tensor.name());
    }
  }

  private static void refer(WireWriter out, ExternalSlot slot) {
    Rewrite.entry(out, TensorFields.EXTERNAL_DATA, "location", slot.location());
    Rewrite.entry(out, TensorFields.EXTERNAL_DATA, "offset", Long.toString(slot.offset()));
    Rewrite.entry(out, TensorFields.EXTERNAL_DATA, "length", Long.toString(slot.length()));
    out.varint(TensorFields.DATA_LOCATION, TensorFields.LOCATION_EXTERNAL);
  }

  private static void elements(WireWriter out, Tensor tensor) {
    if (tensor.elementType() == ElementType.STRING) {
      for (String text : tensor.toStringArray()) {
        out.string(TensorFields.STRING_DATA, text);
      }
    } else {
      out.bytes(TensorFields.RAW_DATA, tensor.asByteBuffers());
    }
  }

  /** The elements as they lie in memory, from where they are. */
  static List<ByteBuffer> bytes(Initializer tensor) {
    @Nullable Bytes external =
        tensor.encoded() instanceof EncodedTensor encoded ? encoded.external() : null;
    return external != null ? external.buffers() : tensor.tensor().asByteBuffers();
  }
}
