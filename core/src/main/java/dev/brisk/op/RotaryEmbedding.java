package dev.brisk.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of features turned by angles that grow with the position: Su et al., "RoFormer" (2021). The
 * input's shape is (batch, heads, steps, size) or (batch, steps, heads * size); the tables hold the
 * cosines and sines of the angles, a row for each position.
 */
final class RotaryEmbedding implements Operator {
  private final String domain;
  private final int positionsInput;
  private final int cosinesInput;

  /** An operator; ONNX Runtime's has the positions before the tables. */
  RotaryEmbedding(String domain) {
    this.domain = domain;
    boolean positionsFirst = domain.equals(MICROSOFT);
    this.positionsInput = positionsFirst ? 1 : 3;
    this.cosinesInput = positionsFirst ? 2 : 1;
  }

  @Override
  public String domain() {
    return domain;
  }

  @Override
  public String type() {
    return "RotaryEmbedding";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), node.shape(0));
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, 3);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    NdArray cosines = node.array(cosinesInput);
    boolean split = input.rank() == 4;
    int pairs = cosines.dim(cosines.rank() - 1);
    int size = split ? input.dim(3) : size(node, input.dim(2), pairs);
    int steps = split ? input.dim(2) : input.dim(1);
    int heads = size == 0 ? 0 : split ? input.dim(1) : input.dim(2) / size;
    double[] cosine = cosines.doubles();
    double[] sine = node.array(cosinesInput + 1).doubles();
    NdArray positions = node.arrayOrNull(positionsInput);
    boolean interleaved = node.attributes().intOr("interleaved", 0) != 0;
    double[] values = input.doubles().clone();
    int rows = size == 0 ? 0 : values.length / size;
    for (int row = 0; row < rows; row++) {
      int step = split ? row % steps : row / heads % steps;
      int batch = row / heads / steps;
      int angle = position(positions, batch, step, steps) * pairs;
      for (int i = 0; i < pairs; i++) {
        int first = row * size + (interleaved ? 2 * i : i);
        int second = interleaved ? first + 1 : first + pairs;
        turn(values, first, second, cosine[angle + i], sine[angle + i]);
      }
    }
    return List.of(NdArray.of(input.elementType(), input.shape(), values));
  }

  private static int size(Evaluation node, int hidden, int pairs) {
    long heads = node.attributes().intOr("num_heads", 0);
    return heads == 0 ? 2 * pairs : (int) (hidden / heads);
  }

  /** The row of the tables; without positions they have one for each batch and step. */
  private static int position(@Nullable NdArray positions, int batch, int step, int steps) {
    if (positions == null) {
      return batch * steps + step;
    } else if (positions.size() == 1) {
      return (int) positions.asLong() + step;
    }
    return positions.ints()[batch * steps + step];
  }

  private static void turn(double[] values, int first, int second, double cosine, double sine) {
    double x = values[first];
    double y = values[second];
    values[first] = cosine * x - sine * y;
    values[second] = sine * x + cosine * y;
  }
}
