package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import dev.brisk.graph.Graph;
import dev.brisk.graph.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subgraph run again and again: so many times, or while a condition holds. It takes the number of
 * the run, the condition and the state; it gives the condition, the new state, and slices that are
 * put together over all runs.
 */
final class Loop implements Operator {
  private static final int FIRST_STATE = 2;

  @Override
  public String type() {
    return "Loop";
  }

  @Override
  public void infer(InferenceContext node) {
    Graph body = If.graph(node, "body");
    List<@Nullable ValueType> made = node.subgraph(body);
    int states = states(node, body);
    for (int output = 0; output < node.node().outputs().size(); output++) {
      ValueType each = made.get(output + 1);
      ValueType type =
          output < states ? Either.of(node.input(FIRST_STATE + output), each) : stacked(each);
      if (type != null) {
        node.output(output, type);
      }
    }
  }

  private static int states(InferenceContext node, Graph body) {
    int states = Math.max(0, node.node().inputs().size() - FIRST_STATE);
    if (body.inputs().size() != FIRST_STATE + states || body.outputs().size() <= states) {
      throw new InvalidModelException(
          "A body that keeps %d values must take %d and give %d or more, but takes %d and gives %d"
              .formatted(
                  states,
                  FIRST_STATE + states,
                  1 + states,
                  body.inputs().size(),
                  body.outputs().size()));
    }
    return states;
  }

  private static @Nullable ValueType stacked(@Nullable ValueType slice) {
    if (!(slice instanceof ValueType.OfTensor tensor)) {
      return null;
    }
    Shape shape = tensor.shape();
    if (shape == null) {
      return slice;
    }
    List<Dim> dims = Dim.list(shape);
    dims.replaceAll(dim -> dim.known() ? dim : Dim.UNKNOWN); // symbols of the body mean one run
    dims.add(0, Dim.UNKNOWN);
    return ValueType.tensor(tensor.elementType(), Dim.shape(dims));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    Graph body = If.graph(node, "body");
    int states = states(node, body);
    NdArray limit = node.arrayOrNull(0);
    NdArray condition = node.arrayOrNull(1);
    long runs = limit == null ? Long.MAX_VALUE : limit.asLong();
    boolean on = condition == null || condition.asLong() != 0;
    List<Datum> state = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      Datum given = node.datum(FIRST_STATE + i);
      state.add(given == null ? new Datum.Nothing() : given);
    }
    Gathered gathered = new Gathered(body.outputs().size() - 1 - states);
    for (long run = 0; on && run < runs; run++) {
      List<Datum> inputs = new ArrayList<>();
      inputs.add(NdArray.vector(run).reshape(Shape.scalar()));
      inputs.add(NdArray.of(Shape.scalar(), new boolean[] {true}));
      inputs.addAll(state);
      List<Datum> outputs = node.run(body, inputs);
      on = If.holds(outputs.get(0));
      state = outputs.subList(1, 1 + states);
      gathered.add(outputs.subList(1 + states, outputs.size()));
    }
    List<Datum> outputs = new ArrayList<>(state);
    for (int i = 0; i < gathered.all().size(); i++) {
      List<Datum> all = gathered.all().get(i);
      outputs.add(
          all.isEmpty()
              ? Slices.none(body.outputs().get(1 + states + i), 0)
              : Slices.stacked(all, 0));
    }
    return outputs;
  }

  /** So many empty lists. */
  static List<List<Datum>> lists(int count) {
    List<List<Datum>> lists = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }
}
