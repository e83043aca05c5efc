package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.Arrays;
import java.util.List;

/** One run of a recurrent layer over all steps, samples and directions. */
final class Recurrence {
  private final Evaluation node;
  private final int gates;
  private final boolean batchFirst;
  private final int steps;
  private final int batch;
  private final int hidden;
  private final int directions;
  private final double[] inputs;
  private final double[] outputs;
  private final double[] lastHidden;
  private final double[] lastMemory;

  /**
   * A run that is yet to be made.
   *
   * @param all the shape of the states of all steps
   */
  Recurrence(Evaluation node, int gates, int directions, Shape all) {
    this.node = node;
    this.gates = gates;
    this.directions = directions;
    this.batchFirst = node.attributes().intOr("layout", 0) != 0;
    this.steps = (int) all.dim(batchFirst ? 1 : 0);
    this.batch = (int) all.dim(batchFirst ? 0 : 2);
    this.hidden = (int) all.dim(3);
    this.inputs = node.array(0).doubles();
    this.outputs = new double[Math.toIntExact(all.elements())];
    this.lastHidden = initial(5);
    this.lastMemory = initial(6);
  }

  /** The states of all steps, the last ones, and the last memories, which only some layers have. */
  List<NdArray> run() {
    String direction = node.attributes().stringOr("direction", "forward");
    for (int i = 0; i < directions; i++) {
      boolean backward = i == 1 || direction.equals("reverse");
      Cell cell = RecurrentCells.of(node, gates, hidden, directions, i);
      double[] weights = RecurrentCells.part(node.array(1), directions, i);
      NdArray given = node.arrayOrNull(3);
      double[] bias = given == null ? new double[0] : RecurrentCells.part(given, directions, i);
      double[] inputBias = Arrays.copyOf(bias, gates * hidden);
      int which = i;
      node.parallel(batch, sample -> run(cell, weights, inputBias, which, sample, backward));
    }
    return results();
  }

  private void run(
      Cell cell, double[] weights, double[] bias, int direction, int sample, boolean backward) {
    NdArray lengths = node.arrayOrNull(4);
    int length = lengths == null ? steps : lengths.ints()[sample];
    int last = state(direction, sample);
    double[] state = Arrays.copyOfRange(lastHidden, last, last + hidden);
    double[] memory = Arrays.copyOfRange(lastMemory, last, last + hidden);
    int features = node.array(0).dim(2);
    for (int i = 0; i < length; i++) {
      int step = backward ? length - 1 - i : i;
      int at = (batchFirst ? sample * steps + step : step * batch + sample) * features;
      double[] products = bias.clone();
      double[] input = Arrays.copyOfRange(inputs, at, at + features);
      Cell.addProducts(weights, 0, input, products, 0, products.length);
      cell.step(products, state, memory);
      System.arraycopy(state, 0, outputs, output(step, direction, sample), hidden);
    }
    if (length == 0) { // where the standard is silent: what did not run has no state
      Arrays.fill(state, 0);
      Arrays.fill(memory, 0);
    }
    System.arraycopy(state, 0, lastHidden, last, hidden);
    System.arraycopy(memory, 0, lastMemory, last, hidden);
  }

  private int output(int step, int direction, int sample) {
    int row =
        batchFirst
            ? (sample * steps + step) * directions + direction
            : (step * directions + direction) * batch + sample;
    return row * hidden;
  }

  private int state(int direction, int sample) {
    return (batchFirst ? sample * directions + direction : direction * batch + sample) * hidden;
  }

  private double[] initial(int input) {
    NdArray given = node.arrayOrNull(input);
    return given != null ? given.doubles().clone() : new double[directions * batch * hidden];
  }

  private List<NdArray> results() {
    Shape last =
        batchFirst ? Shape.of(batch, directions, hidden) : Shape.of(directions, batch, hidden);
    Shape all =
        batchFirst
            ? Shape.of(batch, steps, directions, hidden)
            : Shape.of(steps, directions, batch, hidden);
    ElementType type = node.array(0).elementType();
    return List.of(
        NdArray.of(type, all, outputs),
        NdArray.of(type, last, lastHidden),
        NdArray.of(type, last, lastMemory));
  }
}
