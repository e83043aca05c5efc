package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.InvalidModelException;
import dev.brisk.graph.Graph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the attributes of a {@link Scan} say.
 *
 * @param states how many values are kept from run to run
 * @param scanned how many inputs are taken apart
 * @param inputAxes along which axis each
 * @param backwards which of them from the end on
 * @param outputAxes along which axis each output's slices are put together
 * @param prepends which of the outputs from the end on
 */
record ScanPlan(
    Graph body,
    int states,
    int scanned,
    List<Long> inputAxes,
    List<Long> backwards,
    List<Long> outputAxes,
    List<Long> prepends) {

  /** The states after the last run, and for each other output its slices in order. */
  record Result(List<Datum> states, List<List<Datum>> slices) {}

  static ScanPlan of(InferenceContext node) {
    Graph body = If.graph(node, "body");
    int scanned = Math.toIntExact(node.attributes().intOr("num_scan_inputs", 0));
    int states = body.inputs().size() - scanned;
    int slices = body.outputs().size() - states;
    int given = node.node().inputs().size() - (node.opset() < 9 ? 1 : 0);
    if (scanned < 1 || states < 0 || slices < 0 || given != states + scanned) {
      throw new InvalidModelException(
          "A body that takes %d values of which %d are slices and gives %d does not fit %d inputs"
              .formatted(body.inputs().size(), scanned, body.outputs().size(), given));
    }
    String directions = node.opset() < 9 ? "directions" : "scan_input_directions";
    return new ScanPlan(
        body,
        states,
        scanned,
        each(node, "scan_input_axes", scanned),
        each(node, directions, scanned),
        each(node, "scan_output_axes", slices),
        each(node, "scan_output_directions", slices));
  }

  private static List<Long> each(InferenceContext node, String attribute, int count) {
    long[] given = node.attributes().ints(attribute);
    if (given != null && given.length != count) {
      throw new InvalidModelException(
          "Attribute '%s' must have %d values, but has %d"
              .formatted(attribute, count, given.length));
    }
    return Arrays.stream(given == null ? new long[count] : given).boxed().toList();
  }

  /** Runs the body on slice after slice. */
  Result run(Evaluation node, List<Datum> initial, List<NdArray> inputs) {
    List<Datum> kept = initial;
    Gathered gathered = new Gathered(outputAxes.size());
    int length = length(inputs);
    for (int run = 0; run < length; run++) {
      List<Datum> given = new ArrayList<>(kept);
      for (int i = 0; i < inputs.size(); i++) {
        int axis = Axes.of(inputAxes.get(i), inputs.get(i).rank());
        given.add(Slices.at(inputs.get(i), axis, backwards.get(i) == 0 ? run : length - 1 - run));
      }
      List<Datum> made = node.run(body, given);
      kept = made.subList(0, states);
      gathered.add(made.subList(states, made.size()));
    }
    for (int i = 0; i < outputAxes.size(); i++) {
      if (prepends.get(i) != 0) {
        gathered.reverse(i);
      }
    }
    return new Result(kept, gathered.all());
  }

  private int length(List<NdArray> inputs) {
    int length = -1;
    for (int i = 0; i < inputs.size(); i++) {
      int own = inputs.get(i).dim(Axes.of(inputAxes.get(i), inputs.get(i).rank()));
      if (length >= 0 && own != length) {
        throw new InvalidInputException(
            "Inputs must have equally many slices, but have %d and %d".formatted(length, own));
      }
      length = own;
    }
    return length;
  }
}
