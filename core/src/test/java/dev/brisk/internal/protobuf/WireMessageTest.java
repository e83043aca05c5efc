package dev.brisk.internal.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import dev.brisk.internal.memory.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WireMessageTest {
  @Test
  void writesAsAnotherImplementationDoes() throws IOException {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    CodedOutputStream other = CodedOutputStream.newInstance(expected);
    other.writeInt64(1, Long.MIN_VALUE);
    other.writeInt32(2, -1);
    other.writeInt64(3, 300);
    other.writeFloat(4, -0.0f);
    other.writeString(5, "é\0\uD83D\uDE00");
    other.writeByteArray(536_870_911, new byte[] {1, 2});
    other.flush();
    assertThat(
            encode(
                out -> {
                  out.varint(1, Long.MIN_VALUE);
                  out.varint(2, -1);
                  out.varint(3, 300);
                  out.fixed32(4, -0.0f);
                  out.string(5, "é\0\uD83D\uDE00");
                  out.bytes(536_870_911, Bytes.of(new byte[] {1, 2}));
                }))
        .isEqualTo(expected.toByteArray());
  }

  @Test
  void writesPackedNumbers() {
    assertThat(encode(out -> out.packed(1, new long[] {0, 127, 128, -1})))
        .containsExactly(0x0a, 14, 0, 127, 0x80, 1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1);
    assertThat(encode(out -> out.packed(1, new float[] {1f})))
        .containsExactly(0x0a, 4, 0, 0, 0x80, 0x3f);
    assertThat(encode(out -> out.packed(1, new long[0]))).containsExactly(0x0a, 0);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void measuresWhatItWrites(long seed) throws IOException {
    WireMessage message = WireMessage.measure(out -> randomFields(out, new Random(seed), 0));
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    message.writeTo(Channels.newChannel(stream));
    byte[] written = stream.toByteArray();
    assertThat(message.size()).isEqualTo(written.length);
    assertThat(message.toBytes().toByteArray()).isEqualTo(written);
    assertThat(reencode(new WireReader(Bytes.of(written)))).isEqualTo(written);
  }

  private static void randomFields(WireWriter out, Random random, int depth) {
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      int field = 1 + random.nextInt(1 << random.nextInt(1, 29));
      switch (random.nextInt(depth < 5 ? 6 : 4)) {
        case 0 -> out.varint(field, random.nextLong() >> random.nextInt(64));
        case 1 -> out.fixed32(field, random.nextFloat());
        case 2 -> out.string(field, "x".repeat(random.nextInt(300)));
        case 3 -> out.bytes(field, List.of(payload(random), payload(random)));
        default -> out.message(field, inner -> randomFields(inner, random, depth + 1));
      }
    }
  }

  private static ByteBuffer payload(Random random) {
    byte[] bytes = new byte[random.nextInt(100_000)];
    random.nextBytes(bytes);
    return random.nextBoolean()
        ? ByteBuffer.wrap(bytes)
        : ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  private static byte[] reencode(WireReader reader) {
    List<Bytes> fields = new ArrayList<>();
    while (reader.next()) {
      fields.add(reader.encoded());
    }
    return encode(out -> fields.forEach(out::encoded));
  }

  @Test
  void leavesBuffersAsTheyWere() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    encode(out -> out.bytes(1, List.of(buffer)));
    assertThat(buffer.remaining()).isEqualTo(1 << 20);
  }

  @Test
  void handsLargePayloadsOverAsTheyLie() throws IOException {
    ByteBuffer payload = ByteBuffer.allocateDirect(1 << 20);
    List<Integer> sizes = new ArrayList<>();
    WireMessage message = WireMessage.measure(out -> out.bytes(1, Bytes.of(payload)));
    message.writeTo(
        new Drain() {
          @Override
          public int write(ByteBuffer source) throws IOException {
            sizes.add(source.remaining());
            return super.write(source);
          }
        });
    assertThat(sizes).contains(1 << 20);
  }

  @Test
  void measuresMoreThanMemoryHolds() {
    Bytes gibibyte = Bytes.of(ByteBuffer.allocate(1 << 20));
    WireMessage message =
        WireMessage.measure(
            out ->
                out.message(
                    1,
                    inner -> {
                      for (int i = 0; i < 5000; i++) {
                        inner.bytes(1, gibibyte);
                      }
                    }));
    assertThat(message.size()).isEqualTo(5000L * ((1 << 20) + 4) + 6);
  }

  @Test
  void failsWhereTheFieldsChangeBetweenTheTwoTimes() {
    AtomicInteger calls = new AtomicInteger();
    WireMessage message =
        WireMessage.measure(
            out -> out.message(1, inner -> inner.string(1, "x" + calls.incrementAndGet())));
    assertThat(message.toBytes().size()).isEqualTo(6);
    calls.set(9);
    assertThatThrownBy(message::toBytes)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("measured as 4 bytes, but has 5");
  }

  @Test
  void passesAnErrorOfTheChannelOn() {
    WireMessage message = WireMessage.measure(out -> out.varint(1, 1));
    assertThatThrownBy(
            () ->
                message.writeTo(
                    new Drain() {
                      @Override
                      public int write(ByteBuffer source) throws IOException {
                        throw new IOException("no space left");
                      }
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("no space left");
  }

  private static byte[] encode(Consumer<WireWriter> fields) {
    return WireMessage.measure(fields).toBytes().toByteArray();
  }

  private static class Drain implements WritableByteChannel {
    @Override
    public int write(ByteBuffer source) throws IOException {
      int count = source.remaining();
      source.position(source.limit());
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
