package dev.brisk.backend.remote;

import dev.brisk.InvalidInputException;
import dev.brisk.RunFailedException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.UnsupportedModelException;
import dev.brisk.backend.remote.call.CallException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Runs any number of rows on a server that is made for some: what is between two sizes is filled up
 * with copies of its last row, which are taken off the outputs again, and what is beyond the
 * largest is sent in pieces, one after the other.
 */
final class Batches {
  private final NavigableSet<Integer> sizes;

  /** The sending of one batch. */
  @FunctionalInterface
  interface Call {
    Map<String, Tensor> run(Map<String, Tensor> inputs) throws CallException;
  }

  private Batches(NavigableSet<Integer> sizes) {
    this.sizes = sizes;
  }

  /**
   * Batches of sizes such as {@code 1,8,32}, of a model whose inputs and outputs all have rows.
   *
   * @throws UnsupportedModelException if one has not
   */
  static Batches of(String sizes, List<TensorSpec> inputs, List<TensorSpec> outputs) {
    if (!sizes.matches("[1-9]\\d{0,8}(,[1-9]\\d{0,8})*")) {
      throw Settings.wrong(Settings.BATCH_SIZES, "numbers such as 1,8,32", sizes);
    }
    NavigableSet<Integer> numbers = new TreeSet<>();
    for (String size : sizes.split(",", -1)) {
      numbers.add(Integer.parseInt(size));
    }
    inputs.forEach(Batches::mustHaveRows);
    outputs.forEach(Batches::mustHaveRows);
    return new Batches(numbers);
  }

  private static void mustHaveRows(TensorSpec spec) {
    Shape shape = spec.shape();
    boolean open = shape != null && shape.rank() > 0 && shape.dim(0) == Shape.FREE;
    if (!open || spec.elementType().bits() < Byte.SIZE) {
      throw new UnsupportedModelException(
          "Setting '%s' needs numbers whose first dimension is free, but there is %s"
              .formatted(Settings.BATCH_SIZES, spec));
    }
  }

  Map<String, Tensor> run(Map<String, Tensor> inputs, Call call) throws CallException {
    long rows = rows(inputs);
    if (rows <= sizes.last() && sizes.contains((int) rows)) {
      return call.run(inputs);
    }
    Map<String, List<Piece>> pieces = new LinkedHashMap<>();
    int count;
    for (long from = 0; from < rows; from += count) {
      count = (int) Math.min(rows - from, sizes.last());
      Integer above = sizes.ceiling(count);
      int size = above == null ? count : above;
      add(call.run(batch(inputs, from, count, size)), size, count, pieces);
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    pieces.forEach((name, parts) -> outputs.put(name, joined(name, parts, rows)));
    return outputs;
  }

  /** An output of so many rows, of which the first ones are of use. */
  private record Piece(Tensor output, int size, int rows) {}

  private static void add(
      Map<String, Tensor> outputs, int size, int rows, Map<String, List<Piece>> pieces) {
    outputs.forEach(
        (name, output) ->
            pieces
                .computeIfAbsent(name, key -> new ArrayList<>())
                .add(new Piece(output, size, rows)));
  }

  private static Map<String, Tensor> batch(
      Map<String, Tensor> inputs, long from, int count, int size) {
    Map<String, Tensor> batch = new LinkedHashMap<>();
    inputs.forEach((name, input) -> batch.put(name, filled(input, from, count, size)));
    return batch;
  }

  private static Tensor filled(Tensor input, long from, int count, int size) {
    Tensor filled = Tensor.allocate(input.elementType(), input.shape().withDim(0, size));
    int row = Math.toIntExact(filled.byteSize() / size);
    ByteBuffer source = input.asByteBuffer();
    ByteBuffer target = filled.asByteBuffer();
    target.put(source.slice(Math.toIntExact(from * row), count * row));
    while (target.hasRemaining()) {
      target.put(source.slice(Math.toIntExact((from + count - 1) * row), row));
    }
    return filled;
  }

  private static Tensor joined(String name, List<Piece> pieces, long rows) {
    Tensor first = pieces.get(0).output;
    Shape shape = first.shape();
    Tensor joined =
        shape.rank() == 0 ? first : Tensor.allocate(first.elementType(), shape.withDim(0, rows));
    ByteBuffer target = joined.asByteBuffer();
    for (Piece piece : pieces) {
      Tensor output = piece.output;
      long own = output.shape().rank() == 0 ? 0 : output.shape().dim(0);
      if (own != piece.size || !output.shape().withDim(0, rows).equals(joined.shape())) {
        throw new RunFailedException(
            "Output '%s' came as %s, which has no row for each of the %d given"
                .formatted(name, output, piece.size));
      }
      int bytes = Math.toIntExact(output.byteSize() / own * piece.rows);
      target.put(output.asByteBuffer().limit(bytes));
      output.close();
    }
    return joined;
  }

  private static long rows(Map<String, Tensor> inputs) {
    long rows = -1;
    for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
      long own = input.getValue().shape().dim(0);
      if (own < 1 || (rows >= 0 && own != rows)) {
        throw new InvalidInputException(
            "Batches need the same number of rows, 1 or more, in all inputs, but input '%s' is %s"
                .formatted(input.getKey(), input.getValue()));
      }
      rows = own;
    }
    return rows;
  }
}
