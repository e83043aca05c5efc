package dev.brisk.cli.report;

import dev.brisk.cli.bench.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A page with every kind of chart, and with texts that would break out if they could. */
final class SamplePage {
  static final String EVIL = "</script><img src=x onerror=console.error(1)>\"'&amp;";
  static final int CHARTS = 4;
  static final Machine MACHINE =
      new Machine(
          "A processor",
          List.of("avx2", "fma"),
          2,
          "Linux",
          "Java 17",
          "0.1",
          "brisk sample " + EVIL,
          "2026-01-01 12:00:00 UTC");

  private SamplePage() {}

  static String html() {
    return Page.of(
        "A sample " + EVIL,
        new Verdict(
                "brisk sample",
                "2.1\u00d7 as fast, 0.1 points lost, a quarter of the size " + EVIL,
                "The int8 model takes 3.1 ms instead of 6.5 ms on two threads. " + EVIL,
                List.of(
                    new Tile("Speed", "2.10\u00d7", "half of the rounds between 2.0 and 2.2", true),
                    new Tile("Size", "25\u202f%", "1.2 MB of 4.8 MB", true),
                    new Tile("Accuracy", "81.8\u202f%", "81.9 % in float", true),
                    new Tile("Error", "18 dB", EVIL, false)))
            .html(),
        Page.section("Layers", Page.paragraph("What became of each layer. " + EVIL), bars()),
        Page.section("Candidates", pareto()),
        Page.section("Latencies", latencies()),
        Page.section("Roofline", roofline()),
        new Provenance(MACHINE, "a runtime " + EVIL, List.of("A warning " + EVIL), List.of(EVIL))
            .html());
  }

  private static String bars() {
    Random random = new Random(1);
    List<Bars.Bar> bars = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      double before = 12 + 20 * random.nextDouble();
      String name = i == 3 ? EVIL : "MobilenetV1/Conv2d_" + i + "_pointwise/Relu6";
      bars.add(new Bars.Bar(name, List.of(i == 5 ? Double.NaN : before, before + 6)));
    }
    return Charts.bars(
        new Bars(
            "Signal over noise of each layer",
            "dB",
            List.of(
                new Bars.Series("plain rounding", Tone.BEFORE),
                new Bars.Series("corrected", Tone.AFTER)),
            bars));
  }

  private static String pareto() {
    List<Scatter.Point> others =
        IntStream.range(0, 12)
            .mapToObj(
                i -> new Scatter.Point(3 + 0.4 * i, 80.5 + (i * 7 % 12) * 0.1, "fp16, batch " + i))
            .toList();
    return Charts.scatter(
        new Scatter(
            "Latency against accuracy",
            new Scatter.Axis("latency (ms)", false),
            new Scatter.Axis("top-1 (%)", false),
            List.of(
                new Scatter.Series("dropped", Tone.BEFORE, Scatter.Form.POINTS, others),
                new Scatter.Series(
                    "front",
                    Tone.GUIDE,
                    Scatter.Form.DASHES,
                    List.of(
                        new Scatter.Point(3.1, 81.8, ""),
                        new Scatter.Point(4.9, 81.85, ""),
                        new Scatter.Point(6.5, 81.9, ""))),
                new Scatter.Series(
                    "no other beats it",
                    Tone.AFTER,
                    Scatter.Form.LABELLED,
                    List.of(
                        new Scatter.Point(4.9, 81.85, "int8, all but the first layer"),
                        new Scatter.Point(6.5, 81.9, "float32 " + EVIL))),
                new Scatter.Series(
                    "best",
                    Tone.ACCENT,
                    Scatter.Form.LABELLED,
                    List.of(new Scatter.Point(3.1, 81.8, "int8, 2 threads"))))));
  }

  private static String latencies() {
    Random random = new Random(2);
    return Charts.distribution(
        "Latency of each run",
        "latency (ms)",
        List.of(
            new Curve("float32", Tone.BEFORE, values(random, 6.5)),
            new Curve("int8", Tone.AFTER, values(random, 3.1))));
  }

  private static Percentiles values(Random random, double median) {
    return Percentiles.of(
        IntStream.range(0, 3000)
            .mapToDouble(
                i ->
                    median
                        * Math.exp(
                            0.1 * Math.abs(random.nextGaussian()) + (i % 100 == 0 ? 0.7 : 0)))
            .toArray());
  }

  private static String roofline() {
    Random random = new Random(3);
    List<Scatter.Point> operators = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      double intensity = Math.pow(10, 3 * random.nextDouble() - 1);
      double bound = Math.min(200, 20 * intensity);
      operators.add(
          new Scatter.Point(intensity, bound * (0.2 + 0.7 * random.nextDouble()), "conv_" + i));
    }
    return Charts.scatter(
        new Scatter(
            "Roofline",
            new Scatter.Axis("operations per byte", true),
            new Scatter.Axis("GFLOP/s", true),
            List.of(
                new Scatter.Series(
                    "what this machine can do",
                    Tone.GUIDE,
                    Scatter.Form.LINE,
                    List.of(
                        new Scatter.Point(0.1, 2, ""),
                        new Scatter.Point(10, 200, ""),
                        new Scatter.Point(100, 200, ""))),
                new Scatter.Series("operators", Tone.AFTER, Scatter.Form.POINTS, operators))));
  }
}
