package dev.brisk.quantization.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.CancelledException;
import dev.brisk.Progress;
import dev.brisk.StorageException;
import dev.brisk.Tensor;
import dev.brisk.conformance.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CacheTest {
  private static final List<Map<String, Tensor>> SAMPLES = KeptCalibration.samples(24);

  @TempDir private Path folder;

  @ParameterizedTest(name = "after {0} samples")
  @ValueSource(ints = {1, 2, 13, 23})
  void cancelledCalibration_goesOnWhereItStood(int done) throws IOException {
    cancelAfter(done);
    List<Long> steps = new ArrayList<>();
    Collector collector = KeptCalibration.collector(cache());
    collector.collect(SAMPLES, (stage, step, total) -> steps.add(step));

    assertThat(bytes(collector)).isEqualTo(bytes(whole(SAMPLES)));
    assertThat(steps).hasSize(SAMPLES.size() - done).startsWith(done + 1L);
  }

  @Test
  void completeCalibration_needsNoRun_andGrowsWithTheSamples() throws IOException {
    KeptCalibration.collector(cache()).collect(SAMPLES.subList(0, 20), Progress.NONE);
    Collector again = KeptCalibration.collector(cache());
    again.collect(SAMPLES.subList(0, 20), KeptCalibration.NEVER);
    assertThat(bytes(again)).isEqualTo(bytes(whole(SAMPLES.subList(0, 20))));

    Collector more = KeptCalibration.collector(cache());
    more.collect(SAMPLES, Progress.NONE);
    assertThat(bytes(more)).isEqualTo(bytes(whole(SAMPLES)));
  }

  @Test
  void otherSamples_areNotTakenForThoseSeen() throws IOException {
    KeptCalibration.collector(cache()).collect(SAMPLES, Progress.NONE);
    List<Map<String, Tensor>> swapped = new ArrayList<>(SAMPLES);
    Collections.swap(swapped, 5, 6);
    for (List<Map<String, Tensor>> other : List.of(swapped, SAMPLES.subList(0, 9))) {
      Collector collector = KeptCalibration.collector(cache());
      collector.collect(other, Progress.NONE);
      assertThat(bytes(collector)).isEqualTo(bytes(whole(other)));
      assertThat(collector.warnings()).isEmpty();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void brokenFile_isMadeAnewWithAWarning(int seed) throws IOException {
    cancelAfter(13);
    Random random = new Random(seed);
    byte[] broken = Files.readAllBytes(file());
    broken[random.nextInt(broken.length)] ^= (byte) (1 + random.nextInt(255));
    int length = seed % 2 == 0 ? broken.length : random.nextInt(broken.length);
    Files.write(file(), java.util.Arrays.copyOf(broken, length));

    Collector collector = KeptCalibration.collector(cache());
    collector.collect(SAMPLES, Progress.NONE);
    assertThat(bytes(collector)).isEqualTo(bytes(whole(SAMPLES)));
    assertThat(collector.warnings()).singleElement().asString().contains(file().toString());
    KeptCalibration.collector(cache()).collect(SAMPLES, KeptCalibration.NEVER);
  }

  @Test
  void folderThatCannotBe_isRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Collector collector =
        KeptCalibration.collector(new Cache(file.resolve("cache"), "test", Duration.ZERO));
    assertThatThrownBy(() -> collector.collect(SAMPLES, Progress.NONE))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(file.toString());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void killedCalibration_endsWithTheSameBytes(long seed) throws Exception {
    Random random = new Random(seed);
    Path output = folder.resolve("output");
    ChildJvm child = ChildJvm.of(KeptCalibration.class).option("-XX:TieredStopAtLevel=1");
    int kills = 0;
    for (int i = 0; i < 3; i++) {
      String millis = Integer.toString(1 + random.nextInt(i == 0 ? 150 : 400));
      int code =
          child.run(folder.resolve("cache").toString(), output.toString(), millis).exitCode();
      kills += code == KeptCalibration.KILLED ? 1 : 0;
    }
    assertThat(kills).isPositive();
    ChildJvm.Result end = child.run(folder.resolve("cache").toString(), output.toString(), "0");
    assertThat(end.exitCode()).as(end.output()).isZero();
    Path expected = folder.resolve("expected");
    KeptCalibration.save(whole(KeptCalibration.samples(KeptCalibration.MANY)), expected);
    assertThat(Files.mismatch(output, expected)).isEqualTo(-1);
  }

  private void cancelAfter(int samples) {
    assertThatThrownBy(
            () ->
                KeptCalibration.collector(cache())
                    .collect(
                        SAMPLES,
                        (stage, done, total) -> {
                          if (done == samples) {
                            throw new CancelledException("enough");
                          }
                        }))
        .isInstanceOf(CancelledException.class);
  }

  private Cache cache() {
    return new Cache(folder.resolve("cache"), "test", Duration.ZERO);
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      return files.findFirst().orElseThrow();
    }
  }

  private static Collector whole(List<Map<String, Tensor>> samples) {
    Collector collector = KeptCalibration.collector(null);
    collector.collect(samples, Progress.NONE);
    return collector;
  }

  private byte[] bytes(Collector collector) throws IOException {
    Path file = folder.resolve("bytes");
    KeptCalibration.save(collector, file);
    return Files.readAllBytes(file);
  }
}
