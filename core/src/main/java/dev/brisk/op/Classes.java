package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.List;

/** The classes of a classifier, by their labels. */
final class Classes {
  private final NdArray labels;

  private Classes(NdArray labels) {
    this.labels = labels;
  }

  /** Those that the attributes of a node name; without, numbers tell two classes apart. */
  static Classes of(InferenceContext node) {
    NdArray labels =
        ListAttributes.of(
            node.attributes(), "classlabels_strings", "classlabels_ints", "classlabels_int64s");
    return new Classes(labels == null ? NdArray.vector(0, 1) : labels);
  }

  ElementType elementType() {
    return labels.elementType();
  }

  int count() {
    return labels.size();
  }

  /** The class of each row of scores, and the scores; a single one tells two classes apart. */
  List<NdArray> judged(double[] scores, int width, PostTransform transform) {
    boolean pair = width == 1 && count() == 2;
    double[] all = pair ? new double[2 * scores.length] : scores;
    int columns = pair ? 2 : width;
    for (int i = 0; pair && i < scores.length; i++) {
      all[2 * i] = -scores[i];
      all[2 * i + 1] = scores[i];
    }
    transform.apply(all, columns);
    return given(all, columns, transform == PostTransform.NONE ? 0 : 0.5);
  }

  /**
   * The class of each row, the greatest score's, and the scores.
   *
   * @param threshold from which on a single score speaks for its class
   */
  List<NdArray> given(double[] scores, int width, double threshold) {
    int[] best = new int[scores.length / width];
    for (int row = 0; row < best.length; row++) {
      for (int i = 1; i < width; i++) {
        best[row] = scores[row * width + i] > scores[row * width + best[row]] ? i : best[row];
      }
      if (width == 1) {
        best[row] = scores[row] >= threshold ? 0 : labels.size();
      }
    }
    NdArray other = NdArray.zeros(labels.elementType(), Shape.of(1));
    return List.of(
        NdArray.join(labels, other).take(Shape.of(best.length), best),
        NdArray.of(ElementType.FLOAT32, Shape.of(best.length, width), scores));
  }
}
