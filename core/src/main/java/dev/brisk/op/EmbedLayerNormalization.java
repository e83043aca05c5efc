package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sums of the embeddings of words, of their positions and perhaps of their segments, normalized
 * over the last axis; the length of each text by its mask; the sums.
 */
final class EmbedLayerNormalization implements Operator {
  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return "EmbedLayerNormalization";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape ids = node.shape(0);
    Shape words = node.shape(2);
    Shape made = null;
    if (ids != null && words != null && ids.rank() == 2 && words.rank() == 2) {
      made = Dim.shape(List.of(Dim.of(ids, 0), Dim.of(ids, 1), Dim.of(words, 1)));
    }
    node.output(0, node.elementType(2), made);
    node.output(1, ElementType.INT32, ids == null ? null : Dim.shape(List.of(Dim.of(ids, 0))));
    node.output(2, node.elementType(2), made);
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, Weights.STANDARDIZING + 4);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    Shape shape = node.outputShape(0);
    NdArray sums = NdArray.of(ElementType.FLOAT64, shape, sums(node, shape));
    float epsilon = node.attributes().floatOr("epsilon", 1e-12f);
    Standardized standard = Standardized.of(sums, shape.withDim(2, 1), true, epsilon);
    ElementType made = node.array(2).elementType();
    return List.of(
        standard.scaled(made, shape, node.array(5), node.arrayOrNull(6)),
        lengths(node.array(0).shape(), node.arrayOrNull(7)),
        Casting.to(made, sums, true));
  }

  private static double[] sums(Evaluation node, Shape shape) {
    int texts = (int) shape.dim(0);
    int length = (int) shape.dim(1);
    int hidden = (int) shape.dim(2);
    NdArray segments = node.arrayOrNull(1);
    NdArray positions = node.arrayOrNull(8);
    double[] sums = new double[texts * length * hidden];
    for (int i = 0; i < texts * length; i++) {
      add(sums, i, node.array(2), node.array(0).ints()[i]);
      int place = positions == null ? i % length : positions.ints()[i % positions.size()];
      add(sums, i, node.array(3), place);
      if (segments != null && node.arrayOrNull(4) != null) {
        add(sums, i, node.array(4), segments.ints()[i]);
      }
    }
    return sums;
  }

  private static void add(double[] sums, int row, NdArray table, int entry) {
    int width = table.dim(1);
    double[] entries = table.slice(Axes.of(entry, table.dim(0)) * width, width).doubles();
    for (int i = 0; i < width; i++) {
      sums[row * width + i] += entries[i];
    }
  }

  private static NdArray lengths(Shape ids, @Nullable NdArray mask) {
    int[] lengths = new int[(int) ids.dim(0)];
    for (int i = 0; mask != null && i < mask.size(); i++) {
      lengths[i / (int) ids.dim(1)] += mask.ints()[i];
    }
    return NdArray.of(ElementType.INT32, Shape.of(lengths.length), lengths);
  }
}
