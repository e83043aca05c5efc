package dev.brisk.quantization.calibration;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** A number that tells samples apart by their contents, whatever the order of their inputs. */
final class SampleChecksum {
  private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

  private final CRC32 high = new CRC32();
  private final CRC32C low = new CRC32C();

  private SampleChecksum() {}

  /** The checksum of a sample. */
  static long of(Map<String, Tensor> sample) {
    SampleChecksum checksum = new SampleChecksum();
    new TreeMap<>(sample).forEach(checksum::add);
    return checksum.high.getValue() << 32 | checksum.low.getValue();
  }

  /** The checksum of a sequence of samples, given that of those before the last. */
  static long chain(long before, long last) {
    long mixed = (before ^ last) * GOLDEN;
    return (mixed ^ mixed >>> 32) * GOLDEN + last;
  }

  private void add(String name, Tensor tensor) {
    add((name + tensor).getBytes(StandardCharsets.UTF_8));
    if (tensor.elementType() == ElementType.STRING) {
      for (String text : tensor.toStringArray()) {
        add((text.length() + ":" + text).getBytes(StandardCharsets.UTF_8));
      }
    } else {
      parts(tensor).forEach(this::add);
    }
  }

  private static List<ByteBuffer> parts(Tensor tensor) {
    return tensor.hasBytes()
        ? tensor.asByteBuffers()
        : List.of(ByteBuffer.wrap(tensor.toByteArray()));
  }

  private void add(byte[] bytes) {
    high.update(bytes);
    low.update(bytes);
  }

  private void add(ByteBuffer part) {
    high.update(part.duplicate());
    low.update(part);
  }
}
