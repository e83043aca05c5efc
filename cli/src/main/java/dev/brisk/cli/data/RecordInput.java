package dev.brisk.cli.data;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.cli.config.Section;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a field of a record becomes an input of a model.
 *
 * @param field the field, called like the input
 * @param type the type of the elements fed
 * @param shape the input's shape, a batch dimension of 1 first
 * @param inner how many neighbouring elements are of the same channel
 * @param channels the number of channels
 * @param normalization what is fed for an element
 */
record RecordInput(
    RecordField field,
    ElementType type,
    Shape shape,
    int inner,
    int channels,
    Normalization normalization) {

  static RecordInput read(Section input, List<RecordField> fields) {
    String name = input.text("name");
    RecordField field =
        fields.stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    input.wrong(
                        "name",
                        '"' + name + '"',
                        "the name of a field of data.record, which are " + names(fields)));
    ElementType type = input.choice("type", Choices.INPUT_TYPES, ElementType.FLOAT32);
    Shape shape = input.has("shape") ? Choices.shape(input.integers("shape", 1)) : field.shape();
    if (shape.elements() != field.elements()) {
      throw input.wrong(
          "shape", "" + shape, "of as many elements as the field, " + field.elements());
    }
    Layout layout = input.choice("layout", Choices.of(Layout.values()), Layout.NCHW);
    Normalization normalization = Normalization.read(input);
    int axis = layout == Layout.NCHW ? 0 : shape.rank() - 1;
    int channels = shape.rank() == 0 ? 1 : (int) shape.dim(axis);
    normalization.check(input, channels);
    int inner = layout == Layout.NCHW ? field.elements() / channels : 1;
    return new RecordInput(field, type, batchOfOne(shape), inner, channels, normalization);
  }

  private static String names(List<RecordField> fields) {
    return fields.stream().map(RecordField::name).collect(Collectors.joining(", "));
  }

  private static Shape batchOfOne(Shape shape) {
    long[] dims = new long[shape.rank() + 1];
    dims[0] = 1;
    System.arraycopy(shape.dims(), 0, dims, 1, shape.rank());
    return Shape.of(dims);
  }

  /** The input's elements for a record that begins at the buffer's start. */
  Tensor tensor(ByteBuffer record) {
    long[] dims = shape.dims();
    if (field.type().isInteger() && normalization.isIdentity() && type.isInteger()) {
      return Tensor.of(integers(record), dims).to(type);
    } else if (field.type().bits() == 8) {
      return Tensor.of(ofBytes(record), dims).to(type);
    }
    return Tensor.of(numbers(record), dims).to(type);
  }

  private long[] integers(ByteBuffer record) {
    long[] values = new long[field.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = field.integer(record, i);
    }
    return values;
  }

  private float[] ofBytes(ByteBuffer record) {
    float[][] tables = new float[normalization.channels()][];
    for (int c = 0; c < tables.length; c++) {
      tables[c] = normalization.table(c, field.type() == ElementType.INT8);
    }
    float[] values = new float[field.elements()];
    for (int i = 0; i < values.length; i++) {
      float[] table = tables[tables.length == 1 ? 0 : i / inner % channels];
      values[i] = table[record.get(field.offset() + i) & 0xff];
    }
    return values;
  }

  private double[] numbers(ByteBuffer record) {
    double[] values = new double[field.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = normalization.apply(field.number(record, i), i / inner % channels);
    }
    return values;
  }
}
