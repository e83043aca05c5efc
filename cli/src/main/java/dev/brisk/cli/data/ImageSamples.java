package dev.brisk.cli.data;

import dev.brisk.InvalidInputException;
import dev.brisk.Tensor;
import dev.brisk.cli.config.Section;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Image files that a CSV index lists, with their labels if the index has them. */
final class ImageSamples implements Samples {
  private final Path folder;
  private final List<Entry> entries;
  private final List<ImageInput> inputs;

  private ImageSamples(Path folder, List<Entry> entries, List<ImageInput> inputs) {
    this.folder = folder;
    this.entries = entries;
    this.inputs = inputs;
  }

  private record Entry(String file, OptionalLong label) {}

  /** Reads {@code folder}, {@code index}, {@code file} and {@code label}; the index at once. */
  static Samples read(Section data, List<Section> inputs) {
    Path folder = data.resolve(data.text("folder"));
    Path index = folder.resolve(data.text("index")).normalize();
    String fileColumn = data.text("file");
    boolean labelled = data.has("label");
    String labelColumn = labelled ? data.text("label") : "";
    List<ImageInput> specs = inputs.stream().map(ImageInput::read).toList();
    CsvTable table = CsvTable.read(index);
    int file = column(data, "file", table, fileColumn);
    int label = labelled ? column(data, "label", table, labelColumn) : -1;
    List<Entry> entries = new ArrayList<>(table.rows());
    for (int row = 0; row < table.rows(); row++) {
      OptionalLong value =
          labelled ? OptionalLong.of(table.integer(row, label)) : OptionalLong.empty();
      entries.add(new Entry(table.text(row, file), value));
    }
    return new ImageSamples(folder, entries, specs);
  }

  private static int column(Section data, String key, CsvTable table, String name) {
    int column = table.column(name);
    if (column < 0) {
      throw data.wrong(
          key,
          '"' + name + '"',
          "a column of " + table.file() + ", which are " + String.join(", ", table.header()));
    }
    return column;
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public Sample get(int index) {
    Entry entry = entries.get(index);
    Path file = folder.resolve(entry.file);
    Pixels image = ImageFile.read(file);
    if (image.width() < 1 || image.height() < 1) {
      throw new InvalidInputException("The image " + file + " has no pixels");
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (ImageInput input : inputs) {
      tensors.put(input.name(), input.tensor(image));
    }
    return new Sample(entry.file, entry.label, tensors, inputs.get(0).placement(image));
  }
}
