package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The boxes that remain: rows of batch, class and box. */
final class NonMaxSuppression implements Operator {
  @Override
  public String type() {
    return "NonMaxSuppression";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, ElementType.INT64, Dim.shape(List.of(Dim.UNKNOWN, Dim.of(3))));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray scores = node.array(1);
    int classes = scores.dim(1);
    int boxes = scores.dim(2);
    long most = node.arrayOrNull(2) == null ? 0 : node.array(2).asLong();
    float overlap = number(node, 3, 0);
    float least = number(node, 4, Float.NEGATIVE_INFINITY);
    Boxes all = Boxes.of(node.array(0), node.attributes().intOr("center_point_box", 0) != 0);
    List<long[]> rows = new ArrayList<>();
    for (int row = 0; row < scores.dim(0) * classes; row++) {
      int image = row / classes;
      List<Integer> kept = new ArrayList<>();
      for (int box : byScore(scores.floats(), row * boxes, boxes, least)) {
        int at = image * boxes + box;
        if (kept.size() < most
            && kept.stream().noneMatch(other -> all.overlap(at, image * boxes + other) > overlap)) {
          kept.add(box);
          rows.add(new long[] {image, row % classes, box});
        }
      }
    }
    long[] flat = rows.stream().flatMapToLong(Arrays::stream).toArray();
    return List.of(NdArray.of(ElementType.INT64, Shape.of(rows.size(), 3), flat));
  }

  private static float number(Evaluation node, int input, float absent) {
    NdArray given = node.arrayOrNull(input);
    return given == null || given.size() == 0 ? absent : given.floats()[0];
  }

  /** Which boxes score more than the least, the best first. */
  private static int[] byScore(float[] scores, int from, int count, float least) {
    return IntStream.range(0, count)
        .filter(i -> scores[from + i] > least)
        .boxed()
        .sorted((a, b) -> Float.compare(scores[from + b], scores[from + a]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Boxes between corners. */
  private static final class Boxes {
    private final float[] corners; // for each box the low y and x, then the high ones

    private Boxes(float[] corners) {
      this.corners = corners;
    }

    static Boxes of(NdArray boxes, boolean centered) {
      float[] given = boxes.floats();
      float[] corners = new float[given.length];
      for (int i = 0; i < given.length; i += 4) {
        for (int side = 0; side < 2; side++) {
          float a = given[i + side];
          float b = given[i + side + 2];
          // a center is x, y, width, height
          corners[i + side] =
              centered ? given[i + 1 - side] - given[i + 3 - side] / 2 : Math.min(a, b);
          corners[i + side + 2] =
              centered ? given[i + 1 - side] + given[i + 3 - side] / 2 : Math.max(a, b);
        }
      }
      return new Boxes(corners);
    }

    /** The part that two boxes have in common of what they cover together. */
    float overlap(int one, int other) {
      float common = 1;
      for (int side = 0; side < 2; side++) {
        float low = Math.max(corners[4 * one + side], corners[4 * other + side]);
        float high = Math.min(corners[4 * one + side + 2], corners[4 * other + side + 2]);
        common *= Math.max(0, high - low);
      }
      return common <= 0 ? 0 : common / (area(one) + area(other) - common);
    }

    private float area(int box) {
      return (corners[4 * box + 2] - corners[4 * box])
          * (corners[4 * box + 3] - corners[4 * box + 1]);
    }
  }
}
