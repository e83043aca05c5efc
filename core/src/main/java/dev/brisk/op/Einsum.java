package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Products of elements summed over the axes that an equation of labels leaves out. */
final class Einsum implements Operator {
  @Override
  public String type() {
    return "Einsum";
  }

  @Override
  public void infer(InferenceContext node) {
    List<Shape> shapes = shapes(node);
    node.output(0, node.elementType(0), shapes == null ? null : labels(node, shapes).output());
  }

  private static @Nullable List<Shape> shapes(InferenceContext node) {
    List<Shape> shapes = new ArrayList<>();
    for (int input = 0; input < node.node().inputs().size(); input++) {
      Shape shape = node.shape(input);
      if (shape == null) {
        return null;
      }
      shapes.add(shape);
    }
    return shapes;
  }

  private static Labels labels(InferenceContext node, List<Shape> shapes) {
    return Labels.of(node.attributes().stringOr("equation", ""), shapes);
  }

  /** One for each combination of indices, if there is anything to multiply. */
  @Override
  public long macs(InferenceContext node) {
    List<Shape> shapes = shapes(node);
    if (shapes == null || shapes.size() < 2) {
      return 0;
    }
    Labels labels = labels(node, shapes);
    long outputs = labels.output().withFree(1).elements();
    return Math.multiplyExact(outputs, labels.summed().withFree(1).elements());
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    List<Shape> shapes = new ArrayList<>();
    for (int input = 0; input < node.inputs(); input++) {
      shapes.add(node.array(input).shape());
    }
    Labels labels = labels(node, shapes);
    Shape shape = labels.output();
    if (!shape.isStatic()) {
      throw new InvalidInputException("The sizes of the labels do not follow from " + shapes);
    }
    int[][] starts = new int[shapes.size()][];
    int[][] steps = new int[shapes.size()][];
    for (int input = 0; input < starts.length; input++) {
      starts[input] = Strides.places(shape, labels.outputStrides(input), 0);
      steps[input] = Strides.places(labels.summed(), labels.summedStrides(input), 0);
    }
    NdArray first = node.array(0);
    return List.of(
        first.isFloat()
            ? NdArray.of(first.elementType(), shape, ofFloats(node, starts, steps))
            : NdArray.of(first.elementType(), shape, ofIntegers(node, starts, steps)));
  }

  private static double[] ofFloats(Evaluation node, int[][] starts, int[][] steps) {
    double[][] values = new double[starts.length][];
    for (int input = 0; input < values.length; input++) {
      values[input] = node.array(input).doubles();
    }
    double[] sums = new double[starts[0].length];
    Chunks.work(
        node,
        sums.length,
        (long) steps[0].length * starts.length,
        (first, end) -> {
          for (int i = first; i < end; i++) {
            for (int j = 0; j < steps[0].length; j++) {
              double product = 1;
              for (int input = 0; input < values.length; input++) {
                product *= values[input][starts[input][i] + steps[input][j]];
              }
              sums[i] += product;
            }
          }
        });
    return sums;
  }

  private static long[] ofIntegers(Evaluation node, int[][] starts, int[][] steps) {
    long[][] values = new long[starts.length][];
    for (int input = 0; input < values.length; input++) {
      values[input] = node.array(input).longs();
    }
    long[] sums = new long[starts[0].length];
    for (int i = 0; i < sums.length; i++) {
      for (int j = 0; j < steps[0].length; j++) {
        long product = 1;
        for (int input = 0; input < values.length; input++) {
          product *= values[input][starts[input][i] + steps[input][j]];
        }
        sums[i] += product;
      }
    }
    return sums;
  }
}
