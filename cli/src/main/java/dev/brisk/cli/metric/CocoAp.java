package dev.brisk.cli.metric;

import dev.brisk.InvalidInputException;
import dev.brisk.cli.config.Section;
import dev.brisk.cli.data.CsvTable;
import dev.brisk.cli.data.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The average precision of object detection as COCO measures it, in points from 0 to 100: the mean
 * over the overlaps 0.50, 0.55 ... 0.95. Detections are suppressed within their class at an overlap
 * of 0.65, and the 100 best of an image count.
 */
final class CocoAp implements Metric {
  private static final Map<String, Decoder> DECODERS = Map.of("yolox", new YoloxDecoder());
  private static final String[] COLUMNS = {"file", "class", "cx", "cy", "w", "h"};
  private static final double SUPPRESSED_FROM = 0.65;
  private static final int MOST_PER_IMAGE = 100;

  private final Decoder decoder;
  private final Map<String, List<Labelled>> truth;
  private final AveragePrecision precision = new AveragePrecision();

  private CocoAp(Decoder decoder, Map<String, List<Labelled>> truth) {
    this.decoder = decoder;
    this.truth = truth;
  }

  /** A true box in fractions of the image's size. */
  private record Labelled(int type, Box box) {
    Box in(Sample.Size image) {
      return new Box(
          box.left() * image.width(),
          box.top() * image.height(),
          box.right() * image.width(),
          box.bottom() * image.height());
    }
  }

  /** Reads {@code decode} and {@code boxes}, and the boxes at once. */
  static Supplier<Metric> read(Section section) {
    Decoder decoder = section.choice("decode", DECODERS);
    CsvTable table = CsvTable.read(section.resolve(section.text("boxes")));
    int[] columns = new int[COLUMNS.length];
    for (int i = 0; i < COLUMNS.length; i++) {
      columns[i] = column(section, table, COLUMNS[i]);
    }
    Map<String, List<Labelled>> truth = new HashMap<>();
    for (int row = 0; row < table.rows(); row++) {
      double[] box = new double[4];
      for (int i = 0; i < box.length; i++) {
        box[i] = table.number(row, columns[i + 2]);
      }
      truth
          .computeIfAbsent(table.text(row, columns[0]), file -> new ArrayList<>())
          .add(
              new Labelled(
                  Math.toIntExact(table.integer(row, columns[1])),
                  Box.centered(box[0], box[1], box[2], box[3])));
    }
    return () -> new CocoAp(decoder, truth);
  }

  private static int column(Section section, CsvTable table, String name) {
    int column = table.column(name);
    if (column < 0) {
      throw section.wrong(
          "boxes",
          table.file() + " with the columns " + String.join(", ", table.header()),
          "a CSV file with the columns " + String.join(", ", COLUMNS));
    }
    return column;
  }

  @Override
  public void add(Sample sample, float[] output, float[] reference) {
    Sample.Placement placement = sample.placement();
    if (placement == null) {
      throw new InvalidInputException("The metric coco_ap needs images, not records");
    }
    List<Detection> found =
        Detection.suppress(decoder.decode(output, placement), SUPPRESSED_FROM, MOST_PER_IMAGE);
    Map<Integer, List<Box>> boxes = new HashMap<>();
    for (Labelled label : truth.getOrDefault(sample.name(), List.of())) {
      boxes.computeIfAbsent(label.type, type -> new ArrayList<>()).add(label.in(placement.image()));
    }
    precision.add(found, boxes);
  }

  @Override
  public double value() {
    return 100
        * IntStream.range(0, 10)
            .mapToDouble(step -> precision.at(0.5 + 0.05 * step))
            .average()
            .orElse(Double.NaN);
  }

  @Override
  public String detail() {
    return String.format(Locale.ROOT, "AP50 %.2f", 100 * precision.at(0.5));
  }
}
