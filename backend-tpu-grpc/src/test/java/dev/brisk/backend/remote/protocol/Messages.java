package dev.brisk.backend.remote.protocol;

import dev.brisk.Tensor;
import dev.brisk.backend.remote.wire.MessageReader;
import dev.brisk.backend.remote.wire.MessageWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Requests and replies as bytes. */
final class Messages {
  private Messages() {}

  static byte[] request(Protocol protocol, ModelName model, Map<String, Tensor> inputs) {
    Map<String, Tensor.Pin> pins = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> pins.put(name, tensor.pin()));
    MessageWriter message =
        protocol.request(model, inputs, pins, Set.of(), new Terms(1_000_000, 0));
    byte[] bytes = message.toByteArray();
    pins.values().forEach(Tensor.Pin::close);
    return bytes;
  }

  static Map<String, Tensor> reply(Protocol protocol, byte[] bytes) {
    return protocol.outputs(
        MessageReader.of(bytes), (name, type, shape) -> Tensor.allocate(type, shape));
  }

  /** A reply that came in pieces. */
  static Map<String, Tensor> reply(Protocol protocol, byte[] bytes, Random random) {
    List<ByteBuffer> parts = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      int count = Math.min(bytes.length - at, random.nextInt(6));
      ByteBuffer part = ByteBuffer.allocateDirect(count + 3);
      part.position(2).limit(2 + count);
      part.duplicate().put(bytes, at, count);
      parts.add(part);
      at += count;
    }
    return protocol.outputs(
        MessageReader.of(parts), (name, type, shape) -> Tensor.allocate(type, shape));
  }
}
