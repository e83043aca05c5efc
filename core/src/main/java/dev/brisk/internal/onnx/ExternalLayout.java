package dev.brisk.internal.onnx;

import dev.brisk.graph.Initializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The places of tensors' elements in a file beside the model. Each begins at a multiple of 4 KiB,
 * large ones at one of 64 KiB, so that every system can map them on their own.
 */
final class ExternalLayout {
  private static final long PAGE = 4 << 10;
  private static final long MAPPING_GRANULE = 64 << 10;
  private static final long LARGE = 1 << 20;

  private final Map<Initializer, ExternalSlot> slots = new LinkedHashMap<>();

  /**
   * Lays tensors out in their order; the same tensor twice has one place.
   *
   * @param location the file's name
   */
  ExternalLayout(String location, List<Initializer> tensors) {
    long end = 0;
    for (Initializer tensor : tensors) {
      if (!slots.containsKey(tensor)) {
        long length = TensorReader.byteSize(tensor.elementType(), tensor.shape());
        long granule = length < LARGE ? PAGE : MAPPING_GRANULE;
        long offset = (end + granule - 1) / granule * granule;
        slots.put(tensor, new ExternalSlot(location, offset, length));
        end = offset + length;
      }
    }
  }

  /** The bytes of the file. */
  long size() {
    return slots.values().stream().mapToLong(slot -> slot.offset() + slot.length()).max().orElse(0);
  }

  boolean isEmpty() {
    return slots.isEmpty();
  }

  /** The places by tensor. */
  Map<Initializer, ExternalSlot> slots() {
    return Collections.unmodifiableMap(slots);
  }

  /** Writes the elements, from where they are, with zeros between them. */
  void writeTo(FileChannel channel) throws IOException {
    for (Map.Entry<Initializer, ExternalSlot> entry : slots.entrySet()) {
      channel.position(entry.getValue().offset());
      for (ByteBuffer part : TensorWriter.bytes(entry.getKey())) {
        while (part.hasRemaining()) {
          channel.write(part);
        }
      }
    }
  }
}
