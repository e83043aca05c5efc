package dev.brisk.quantization.calibration;

import dev.brisk.BriskException;
import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A few of the samples that a calibration saw, for steps that must run the model again: those with
 * the lowest checksums, at most {@value #MOST} and at most {@value #MOST_BYTES} bytes of them, but
 * at least one. So which are kept hangs neither on their order nor on how they were split between
 * sets that were merged. Not thread-safe.
 */
public final class KeptSamples {
  private static final int MOST = 64;
  private static final long MOST_BYTES = 64L << 20;

  private final TreeMap<Long, Map<String, Tensor>> byChecksum = new TreeMap<>();

  /** The samples, in an order that hangs on their contents alone. */
  public Collection<Map<String, Tensor>> samples() {
    return Collections.unmodifiableCollection(byChecksum.values());
  }

  /** Whether there are inputs, but none with an element. */
  static boolean holdsNothing(Map<String, Tensor> sample) {
    return !sample.isEmpty() && sample.values().stream().allMatch(t -> t.elements() == 0);
  }

  /**
   * Keeps a copy of a sample if it is one of those to be kept. Samples with text or of no rows are
   * not.
   */
  public void add(Map<String, Tensor> sample) {
    add(SampleChecksum.of(sample), sample);
  }

  /** Keeps a copy of a sample of the given checksum if it is one of those to be kept. */
  void add(long checksum, Map<String, Tensor> sample) {
    boolean hasText = sample.values().stream().anyMatch(t -> t.elementType() == ElementType.STRING);
    if (hasText || holdsNothing(sample)) {
      return;
    }
    boolean full = byChecksum.size() >= MOST && checksum > byChecksum.lastKey();
    if (!full && !byChecksum.containsKey(checksum)) {
      byChecksum.put(checksum, copy(sample));
      trim();
    }
  }

  /** Keeps those of both sets that are to be kept. */
  public void addAll(KeptSamples other) {
    byChecksum.putAll(other.byChecksum);
    trim();
  }

  private void trim() {
    long bytes = 0;
    int count = 0;
    for (Map.Entry<Long, Map<String, Tensor>> entry : byChecksum.entrySet()) {
      bytes += entry.getValue().values().stream().mapToLong(Tensor::byteSize).sum();
      if (count > 0 && (count >= MOST || bytes > MOST_BYTES)) {
        byChecksum.tailMap(entry.getKey(), true).clear();
        return;
      }
      count++;
    }
  }

  private static Map<String, Tensor> copy(Map<String, Tensor> sample) {
    Map<String, Tensor> copies = new TreeMap<>();
    sample.forEach(
        (name, tensor) -> {
          Tensor copy = Tensor.allocate(tensor.elementType(), tensor.shape());
          Lane.copy(tensor, copy);
          copies.put(name, copy);
        });
    return copies;
  }

  /** Writes them so that {@link #read} can read them. */
  public void write(DataOutput out) throws IOException {
    out.writeBoolean(ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN);
    out.writeInt(byChecksum.size());
    for (Map<String, Tensor> sample : byChecksum.values()) {
      out.writeInt(sample.size());
      for (Map.Entry<String, Tensor> entry : sample.entrySet()) {
        out.writeUTF(entry.getKey());
        write(entry.getValue(), out);
      }
    }
  }

  private static void write(Tensor tensor, DataOutput out) throws IOException {
    out.writeInt(tensor.elementType().onnxCode());
    out.writeInt(tensor.shape().rank());
    for (long dim : tensor.shape().dims()) {
      out.writeLong(dim);
    }
    out.write(tensor.toByteArray());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param most the most bytes that there can be, such as the size of the file
   * @throws IOException if it cannot be read, holds no samples, or those of another kind of machine
   */
  public static KeptSamples read(DataInput in, long most) throws IOException {
    if (in.readBoolean() != (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN)) {
      throw new IOException("it was written on a machine of another byte order");
    }
    int count = checkSize(in.readInt(), MOST);
    KeptSamples kept = new KeptSamples();
    for (int i = 0; i < count; i++) {
      Map<String, Tensor> sample = new TreeMap<>();
      int inputs = checkSize(in.readInt(), 1 << 16);
      for (int j = 0; j < inputs; j++) {
        String name = in.readUTF();
        sample.put(name, readTensor(in, most));
      }
      kept.add(sample);
    }
    return kept;
  }

  private static Tensor readTensor(DataInput in, long most) throws IOException {
    try {
      ElementType type = ElementType.ofOnnxCode(in.readInt());
      long[] dims = new long[checkSize(in.readInt(), 64)];
      for (int i = 0; i < dims.length; i++) {
        dims[i] = in.readLong();
      }
      int size = Math.toIntExact(type.byteSize(Shape.of(dims).elements()));
      byte[] bytes = new byte[checkSize(size, (int) Math.min(most, Integer.MAX_VALUE - 16))];
      in.readFully(bytes);
      return Tensor.ofBytes(type, bytes, dims);
    } catch (IllegalArgumentException
        | UnsupportedOperationException
        | ArithmeticException
        | BriskException e) {
      throw new IOException("a sample in it is broken", e);
    }
  }

  private static int checkSize(int size, int most) throws IOException {
    if (size < 0 || size > most) {
      throw new IOException("a size in it is " + size + ", but at most " + most + " is possible");
    }
    return size;
  }
}
