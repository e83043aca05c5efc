package dev.brisk.quantization.calibration;

import dev.brisk.Accelerators;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Tensor;
import dev.brisk.quantization.testing.Nets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small calibration, which as a program ends itself at once after a given time. */
final class KeptCalibration {
  static final int KILLED = 99;
  static final int MANY = 400;

  static final Progress NEVER =
      (stage, done, total) -> {
        throw new IllegalStateException("Nothing should be left to do");
      };

  private KeptCalibration() {}

  /** Takes the cache's folder, the file to write, and the milliseconds to live, or 0. */
  public static void main(String[] arguments) {
    Collector collector = collector(new Cache(Path.of(arguments[0]), "killed", Duration.ZERO));
    List<Map<String, Tensor>> samples = samples(MANY);
    long millis = Long.parseLong(arguments[2]);
    if (millis > 0) {
      Thread killer = new Thread(() -> killIn(millis));
      killer.setDaemon(true);
      killer.start();
    }
    collector.collect(samples, Progress.NONE);
    save(collector, Path.of(arguments[1]));
  }

  private static void killIn(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(KILLED);
  }

  static Collector collector(@Nullable Cache cache) {
    return new Collector(model(), List.of("x", "a", "b"), Accelerators.named("reference"), cache);
  }

  static List<Map<String, Tensor>> samples(int count) {
    return Nets.samples(model(), count, 7);
  }

  static void save(Collector collector, Path file) {
    new StoredCalibration(
            "test", 1, collector.samples(), collector.histograms(), collector.kept(), List.of())
        .save(file);
  }

  private static Model model() {
    Nets net = new Nets(3);
    String a = net.conv("a", net.input("x", 1, 2, 6, 6), 2, 3, 3);
    String b = net.node("Relu", "b", List.of(a));
    net.conv("y", b, 3, 2, 1);
    return net.output("y", 1, 2, 6, 6).model(13);
  }
}
