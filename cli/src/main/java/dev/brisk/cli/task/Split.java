package dev.brisk.cli.task;

import dev.brisk.cli.config.Section;
import dev.brisk.cli.data.DataFormats;
import dev.brisk.cli.data.Samples;
import java.util.List;

/** Which samples calibrate and which evaluate. */
record Split(Samples calibration, Samples evaluation) {
  /**
   * Reads a calibration section to its end: {@code every} n-th sample, the {@code first} n, or
   * {@code data} of its own.
   */
  static Split read(Section section, Samples data, List<Section> inputs) {
    Split split = chosen(section, data, inputs);
    section.finish();
    return split;
  }

  private static Split chosen(Section section, Samples data, List<Section> inputs) {
    int given = 0;
    for (String key : List.of("every", "first", "data")) {
      given += section.has(key) ? 1 : 0;
    }
    if (given > 1) {
      throw section.wrong("given several ways", "one of every, first, data");
    } else if (section.has("every")) {
      int every = section.integer("every", 2);
      return new Split(data.every(every), data.exceptEvery(every));
    } else if (section.has("first")) {
      int first = section.integer("first", 1);
      return new Split(data.limit(first), data.skip(first));
    }
    return new Split(DataFormats.read(section.section("data"), inputs), data);
  }
}
