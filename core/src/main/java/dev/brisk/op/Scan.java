package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import dev.brisk.graph.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subgraph run on each slice of some inputs, while it keeps a state; the slices that it gives are
 * put together. In version 8 all that it takes and gives has a batch axis in front.
 */
final class Scan implements Operator {
  @Override
  public String type() {
    return "Scan";
  }

  @Override
  public void infer(InferenceContext node) {
    ScanPlan plan = ScanPlan.of(node);
    List<@Nullable ValueType> made = node.subgraph(plan.body());
    for (int output = 0; output < node.node().outputs().size(); output++) {
      ValueType type = made.get(output);
      if (node.opset() < 9) {
        type =
            type instanceof ValueType.OfTensor it ? ValueType.tensor(it.elementType(), null) : type;
      } else if (output < plan.states()) {
        type = Either.of(node.input(output), type);
      } else {
        type = stacked(type, plan.outputAxes().get(output - plan.states()), length(node, plan));
      }
      if (type != null) {
        node.output(output, type);
      }
    }
  }

  private static Dim length(InferenceContext node, ScanPlan plan) {
    Shape shape = node.shape(plan.states());
    return shape == null
        ? Dim.UNKNOWN
        : Dim.of(shape, Axes.of(plan.inputAxes().get(0), shape.rank()));
  }

  private static @Nullable ValueType stacked(@Nullable ValueType slice, long axis, Dim length) {
    if (!(slice instanceof ValueType.OfTensor tensor)) {
      return null;
    }
    Shape shape = tensor.shape();
    if (shape == null) {
      return slice;
    }
    List<Dim> dims = Dim.list(shape);
    dims.replaceAll(dim -> dim.known() ? dim : Dim.UNKNOWN); // symbols of the body mean one run
    dims.add(Axes.of(axis, shape.rank() + 1), length);
    return ValueType.tensor(tensor.elementType(), Dim.shape(dims));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    ScanPlan plan = ScanPlan.of(node);
    if (node.opset() < 9) {
      return batched(node, plan);
    }
    List<Datum> states = new ArrayList<>();
    for (int i = 0; i < plan.states(); i++) {
      states.add(node.array(i));
    }
    List<NdArray> scanned = new ArrayList<>();
    for (int i = 0; i < plan.scanned(); i++) {
      scanned.add(node.array(plan.states() + i));
    }
    ScanPlan.Result result = plan.run(node, states, scanned);
    List<Datum> outputs = new ArrayList<>(result.states());
    for (int i = 0; i < result.slices().size(); i++) {
      List<Datum> slices = result.slices().get(i);
      long axis = plan.outputAxes().get(i);
      outputs.add(
          slices.isEmpty()
              ? Slices.none(plan.body().outputs().get(plan.states() + i), axis)
              : Slices.stacked(slices, axis));
    }
    return outputs;
  }

  private static List<Datum> batched(Evaluation node, ScanPlan plan) {
    NdArray lengths = node.arrayOrNull(0);
    int batch = node.array(1).dim(0);
    List<List<Datum>> outputs = Loop.lists(plan.body().outputs().size());
    for (int b = 0; b < batch; b++) {
      int whole = node.array(1 + plan.states()).dim(1);
      int length = lengths == null ? whole : Math.toIntExact(lengths.longs()[b]);
      if (length < 1 || length > whole) {
        throw new InvalidInputException(
            "A sequence must have a length of 1 to %d, but has %d".formatted(whole, length));
      }
      add(outputs, plan.run(node, states(node, plan, b), scanned(node, plan, b, length)), whole);
    }
    List<Datum> stacked = new ArrayList<>();
    for (List<Datum> output : outputs) {
      if (output.isEmpty()) {
        throw new InvalidModelException("A batch must not be empty");
      }
      stacked.add(Slices.stacked(output, 0));
    }
    return stacked;
  }

  private static List<Datum> states(Evaluation node, ScanPlan plan, int batch) {
    List<Datum> states = new ArrayList<>();
    for (int i = 0; i < plan.states(); i++) {
      states.add(Slices.at(node.array(1 + i), 0, batch));
    }
    return states;
  }

  private static List<NdArray> scanned(Evaluation node, ScanPlan plan, int batch, int length) {
    List<NdArray> scanned = new ArrayList<>();
    for (int i = 0; i < plan.scanned(); i++) {
      NdArray one = Slices.at(node.array(1 + plan.states() + i), 0, batch);
      Shape shape = one.shape().withDim(0, length);
      scanned.add(one.slice(0, Math.toIntExact(shape.elements())).reshape(shape));
    }
    return scanned;
  }

  /** Adds what one sequence gave, with zeros where it is shorter than the others. */
  private static void add(List<List<Datum>> outputs, ScanPlan.Result result, int whole) {
    for (int i = 0; i < outputs.size(); i++) {
      int slice = i - result.states().size();
      if (slice < 0) {
        outputs.get(i).add(result.states().get(i));
      } else {
        NdArray made = Slices.stacked(result.slices().get(slice), 0);
        Shape shape = made.shape().withDim(0, whole - made.dim(0));
        NdArray rest = NdArray.zeros(made.elementType(), shape);
        outputs.get(i).add(NdArray.join(made, rest).reshape(shape.withDim(0, whole)));
      }
    }
  }
}
