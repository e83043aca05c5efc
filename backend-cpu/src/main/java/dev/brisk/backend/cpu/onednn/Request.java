package dev.brisk.backend.cpu.onednn;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.engine.Facts;
import dev.brisk.engine.Fused;
import dev.brisk.engine.Grid;
import dev.brisk.engine.Layout;
import dev.brisk.engine.Operand;
import dev.brisk.graph.Node;
import java.util.List;
import java.util.Objects;

/**
 * What a kernel is asked for.
 *
 * @param sources how what the operator reads lies, as far as that is known
 */
record Request(
    Fused operator, Facts facts, List<Layout> sources, OneDnn library, Constants constants) {
  Node node() {
    return operator.node();
  }

  Operand input(int index) {
    return operator.input(index);
  }

  /** How many values are read. */
  int reads() {
    return operator.reads().size();
  }

  /** The dimensions of an input. */
  long[] dims(int index) {
    return dims(input(index).value());
  }

  /** The dimensions of a value; a scalar counts as a vector of one, as oneDNN has no scalars. */
  long[] dims(String value) {
    long[] dims = Objects.requireNonNull(facts.dims(value), value);
    return dims.length == 0 ? new long[] {1} : dims;
  }

  /** The dimensions of the result. */
  long[] made() {
    return dims(operator.output().value());
  }

  /** The type of an input's elements, codes being codes. */
  DataType type(int index) {
    return type(input(index).value());
  }

  DataType type(String value) {
    return Objects.requireNonNull(DataType.of(element(value)));
  }

  ElementType element(String value) {
    return Objects.requireNonNull(facts.type(value), value);
  }

  /** The type of the result's elements. */
  DataType madeType() {
    return type(operator.output().value());
  }

  boolean isConstant(int index) {
    return facts.isConstant(input(index).value());
  }

  /** Whether an input is numbers of 32 bits, or codes that stand for some. */
  boolean isNumbers(int index) {
    return isNumbers(input(index));
  }

  boolean isNumbers(Operand operand) {
    return operand.grid() != null || facts.type(operand.value()) == ElementType.FLOAT32;
  }

  /** How an input lies, if that is known, else row-major. */
  Md source(int index) {
    return sources.get(index) instanceof Md known ? known : Md.plain(type(index), dims(index));
  }

  /** A constant's elements as numbers, dequantized if they are codes. */
  float[] numbers(Operand constant) {
    Tensor tensor = Objects.requireNonNull(facts.constant(constant.value()), constant.value());
    float[] numbers = tensor.toFloatArray();
    Grid grid = constant.grid();
    if (grid != null) {
      dequantize(numbers, grid, tensor.shape().dims());
    }
    return numbers;
  }

  private static void dequantize(float[] codes, Grid grid, long[] dims) {
    float[] scales = grid.scales();
    int inner = 1;
    for (int i = grid.axis() + 1; i < dims.length && !grid.isPerTensor(); i++) {
      inner *= (int) dims[i];
    }
    for (int i = 0; i < codes.length; i++) {
      int place = grid.isPerTensor() ? 0 : i / inner % scales.length;
      codes[i] = (codes[i] - grid.zeroPoint(place)) * scales[place];
    }
  }

  /** Names a constant among all of the model. */
  String key(Operand constant, String use) {
    return constant.value() + (constant.grid() == null ? "" : " dequantized") + " " + use;
  }
}
