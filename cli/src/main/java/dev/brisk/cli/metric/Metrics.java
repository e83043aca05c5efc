package dev.brisk.cli.metric;

import dev.brisk.cli.config.Section;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The metrics that a task file can name. */
public final class Metrics {
  private static final Map<String, Type> TYPES = new LinkedHashMap<>();

  static {
    TYPES.put("top1", new Type("%", false, section -> () -> new TopK(1)));
    TYPES.put("top5", new Type("%", false, section -> () -> new TopK(5)));
    TYPES.put("agreement", new Type("%", true, section -> Agreement::new));
    TYPES.put("sqnr", new Type("dB", true, section -> Sqnr::new));
    TYPES.put("mse", new Type("", true, section -> MeanSquaredError::new));
    TYPES.put("coco_ap", new Type("AP", false, CocoAp::read));
  }

  private Metrics() {}

  /** A metric's unit, whether it needs the float model's outputs, and what reads its own keys. */
  private record Type(
      String unit, boolean comparesWithFloat, Function<Section, Supplier<Metric>> read) {}

  /** What a metric section asks for; the section is read to its end. */
  public static MetricSpec read(Section section) {
    Type type = section.choice("type", TYPES);
    String output = section.text("output");
    Supplier<Metric> start = type.read.apply(section);
    section.finish();
    return new MetricSpec(section.text("type"), output, type.unit, type.comparesWithFloat, start);
  }
}
