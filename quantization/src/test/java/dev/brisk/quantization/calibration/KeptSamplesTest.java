package dev.brisk.quantization.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeptSamplesTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4})
  void which_hangsNeitherOnOrderNorOnSplits(int seed) throws IOException {
    List<Map<String, Tensor>> samples = samples(300, 7);
    KeptSamples whole = kept(samples);
    List<Map<String, Tensor>> shuffled = new ArrayList<>(samples);
    Collections.shuffle(shuffled, new Random(seed));
    KeptSamples merged = kept(shuffled.subList(0, 20 * seed));
    merged.addAll(kept(shuffled.subList(20 * seed, 300)));

    assertThat(whole.samples()).hasSize(64);
    assertThat(bytes(merged)).isEqualTo(bytes(whole));
  }

  @Test
  void largeSamples_areFewer_butOneStays() {
    KeptSamples kept = kept(samples(3, 30 << 18));
    assertThat(kept.samples()).hasSize(2);
    assertThat(kept(samples(2, 70 << 18)).samples()).hasSize(1);
  }

  @Test
  void samples_areCopied() {
    float[] values = {1, 2};
    Tensor tensor = Tensor.of(values, 2);
    KeptSamples kept = kept(List.of(Map.of("x", tensor)));
    tensor.asFloatBuffer().put(0, 9);
    tensor.close();
    assertThat(kept.samples().iterator().next().get("x").toFloatArray()).containsExactly(1, 2);
  }

  @Test
  void textAndTwins_areNotKept() {
    Map<String, Tensor> text = Map.of("x", Tensor.of(new String[] {"a"}, 1));
    Map<String, Tensor> one = Map.of("x", Tensor.of(new float[] {1}, 1));
    assertThat(kept(List.of(text, one, one)).samples()).hasSize(1);
  }

  @Test
  void reading_givesWhatWasWritten_orFailsCleanly() throws IOException {
    KeptSamples kept = kept(samples(5, 3));
    byte[] bytes = bytes(kept);
    assertThat(bytes(read(bytes))).isEqualTo(bytes);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
    }
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      byte[] broken = bytes.clone();
      broken[random.nextInt(60)] = (byte) random.nextInt(16);
      try {
        read(broken);
      } catch (IOException e) {
        assertThat(e).isNotNull();
      }
    }
  }

  @Test
  void sizeBeyondTheFile_isRefusedBeforeItIsAllocated() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBoolean(ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN);
    out.writeInt(1);
    out.writeInt(1);
    out.writeUTF("x");
    out.writeInt(ElementType.FLOAT32.onnxCode());
    out.writeInt(1);
    out.writeLong(500_000_000);
    assertThatThrownBy(() -> read(bytes.toByteArray()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("2000000000");
  }

  private static List<Map<String, Tensor>> samples(int count, int size) {
    Random random = new Random(5);
    List<Map<String, Tensor>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] values = new float[size];
      values[0] = random.nextFloat();
      samples.add(Map.of("x", Tensor.of(values, size), "n", Tensor.of(new long[] {i}, 1)));
    }
    return samples;
  }

  private static KeptSamples kept(List<Map<String, Tensor>> samples) {
    KeptSamples kept = new KeptSamples();
    samples.forEach(kept::add);
    return kept;
  }

  private static byte[] bytes(KeptSamples kept) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    kept.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static KeptSamples read(byte[] bytes) throws IOException {
    return KeptSamples.read(new DataInputStream(new ByteArrayInputStream(bytes)), bytes.length);
  }
}
