package dev.brisk.cli.data;

import dev.brisk.Tensor;
import dev.brisk.cli.config.Section;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Fixed-size records of one or more binary files, one after the other. */
final class RecordSamples implements Samples {
  private static final String LABEL = "label";

  private final List<RecordFile> files;
  private final List<RecordInput> inputs;
  private final @Nullable RecordField label;

  private RecordSamples(
      List<RecordFile> files, List<RecordInput> inputs, @Nullable RecordField label) {
    this.files = files;
    this.inputs = inputs;
    this.label = label;
  }

  /** Reads {@code files}, {@code record} and {@code skip}, and maps the files. */
  static Samples read(Section data, List<Section> inputs) {
    List<RecordField> fields = new ArrayList<>();
    int bytes = 0;
    for (Section section : data.sections("record")) {
      RecordField field = RecordField.read(section, bytes);
      fields.add(field);
      bytes += field.bytes();
    }
    List<RecordInput> specs =
        inputs.stream().map(input -> RecordInput.read(input, fields)).toList();
    RecordField label = label(data, fields);
    List<RecordFile> files = new ArrayList<>();
    int skip = data.integer("skip", 0, 0);
    for (String file : data.texts("files")) {
      files.add(RecordFile.open(data.resolve(file), skip, bytes));
    }
    return new RecordSamples(files, specs, label);
  }

  private static @Nullable RecordField label(Section data, List<RecordField> fields) {
    for (RecordField field : fields) {
      if (field.name().equals(LABEL)) {
        if (field.elements() != 1 || !field.type().isInteger()) {
          throw data.wrong(
              "record",
              "with a label of " + field.elements() + " " + field.type(),
              "with a label of one integer");
        }
        return field;
      }
    }
    return null;
  }

  @Override
  public int size() {
    return Math.toIntExact(files.stream().mapToLong(RecordFile::size).sum());
  }

  @Override
  public Sample get(int index) {
    ByteBuffer record = record(index);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (RecordInput input : inputs) {
      tensors.put(input.field().name(), input.tensor(record));
    }
    OptionalLong value =
        label == null ? OptionalLong.empty() : OptionalLong.of(label.integer(record, 0));
    return new Sample("record " + index, value, tensors, null);
  }

  private ByteBuffer record(int index) {
    int left = index;
    for (RecordFile file : files) {
      if (left < file.size()) {
        return file.record(left);
      }
      left -= file.size();
    }
    throw new IndexOutOfBoundsException(index);
  }
}
