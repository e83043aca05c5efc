package dev.brisk.cli.data;

import dev.brisk.cli.config.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The formats of data that a task file can name. */
public final class DataFormats {
  private static final Map<String, Format> FORMATS = new LinkedHashMap<>();

  static {
    FORMATS.put("images", ImageSamples::read);
    FORMATS.put("records", RecordSamples::read);
  }

  private DataFormats() {}

  /** Makes samples of a data section and the inputs they feed, reading the keys of its format. */
  private interface Format {
    Samples read(Section data, List<Section> inputs);
  }

  /**
   * The samples that a data section describes.
   *
   * @param data the section; read to its end
   * @param inputs the inputs that a sample feeds; read, but not to their ends
   */
  public static Samples read(Section data, List<Section> inputs) {
    Samples all = data.choice("format", FORMATS).read(data, inputs);
    int limit = data.integer("limit", 1, Integer.MAX_VALUE);
    data.finish();
    return all.limit(limit);
  }
}
