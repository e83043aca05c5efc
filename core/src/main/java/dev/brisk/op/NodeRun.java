package dev.brisk.op;

import dev.brisk.CancelledException;
import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Extras;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.graph.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One node with all its inputs there: tells its outputs' types, then computes them. */
final class NodeRun implements Evaluation {
  private final Node node;
  private final int opset;
  private final List<@Nullable Datum> inputs;
  private final Subgraphs subgraphs;
  private final int threads;
  private final List<@Nullable ValueType> told;
  private final List<@Nullable NdArray> constants;

  NodeRun(Node node, int opset, List<@Nullable Datum> inputs, Subgraphs subgraphs, int threads) {
    this.node = node;
    this.opset = opset;
    this.inputs = inputs;
    this.subgraphs = subgraphs;
    this.threads = threads;
    this.told = new ArrayList<>(Collections.nCopies(node.outputs().size(), null));
    this.constants = new ArrayList<>(Collections.nCopies(node.outputs().size(), null));
  }

  /** How a node's subgraphs are run. */
  @FunctionalInterface
  interface Subgraphs {
    /** For nodes that have none. */
    Subgraphs NONE =
        (body, inputs) -> {
          throw new UnsupportedModelException("Graph '" + body.name() + "' is not run here");
        };

    List<Datum> run(Graph body, List<? extends Datum> inputs);
  }

  /**
   * The outputs in order, at least as many as the node names.
   *
   * @throws CancelledException if a subgraph's run is interrupted
   * @throws InvalidInputException if the inputs do not fit the operator
   * @throws UnsupportedModelException if the operator is not computed here, or not with these types
   */
  List<? extends Datum> outputs(Operator operator) {
    try {
      operator.infer(this);
      List<NdArray> known = known();
      List<? extends Datum> outputs = known != null ? known : operator.evaluate(this);
      if (outputs == null) {
        throw new UnsupportedModelException("The operator is not computed here with " + types());
      }
      return outputs;
    } catch (CancelledException e) {
      throw e;
    } catch (UnsupportedModelException e) {
      throw new UnsupportedModelException("Node " + node + " cannot be run: " + e.getMessage(), e);
    } catch (RuntimeException e) { // indices, sizes, kinds of attributes, divisions by zero
      throw new InvalidInputException(
          "Node %s does not fit its inputs, which are %s: %s"
              .formatted(node, types(), e.getMessage()),
          e);
    }
  }

  private @Nullable List<NdArray> known() {
    List<NdArray> known = new ArrayList<>();
    for (int output = 0; output < constants.size(); output++) {
      NdArray constant = constants.get(output);
      if (constant == null) {
        return null;
      }
      known.add(constant);
    }
    return known.isEmpty() ? null : known;
  }

  private List<Object> types() {
    List<Object> types = new ArrayList<>();
    inputs.forEach(input -> types.add(input instanceof NdArray ? input : "no tensor"));
    return types;
  }

  @Override
  public Node node() {
    return node;
  }

  @Override
  public int opset() {
    return opset;
  }

  @Override
  public @Nullable Datum datum(int index) {
    return index < inputs.size() ? inputs.get(index) : null;
  }

  @Override
  public @Nullable ValueType input(int index) {
    return typeOf(datum(index));
  }

  private static @Nullable ValueType typeOf(@Nullable Datum datum) {
    if (datum instanceof NdArray array) {
      return ValueType.tensor(array.elementType(), array.shape());
    } else if (datum instanceof Datum.Sequence sequence && !sequence.items().isEmpty()) {
      ValueType item = typeOf(sequence.items().get(0));
      return item == null ? null : new ValueType.OfSequence(item);
    }
    return null;
  }

  @Override
  public @Nullable Tensor constant(int index) {
    return datum(index) instanceof NdArray array ? array.toTensor() : null;
  }

  @Override
  public @Nullable List<Dim> integers(int index) {
    if (datum(index) instanceof NdArray array && array.rank() <= 1) {
      ElementType type = array.elementType();
      boolean suits = type == ElementType.INT64 || type == ElementType.INT32;
      return suits && array.size() <= Inferring.SMALL ? Dim.list(array.longs()) : null;
    }
    return null;
  }

  @Override
  public void output(int index, ValueType type) {
    if (index < told.size()) {
      told.set(index, type);
    }
  }

  @Override
  public void constant(int index, Tensor elements) {
    tell(index, NdArray.of(elements));
  }

  @Override
  public void integers(int index, List<Dim> elements) {
    long[] known = Axes.known(elements);
    if (known != null && told(index) instanceof ValueType.OfTensor tensor) {
      Shape shape = tensor.shape();
      Shape sized = shape != null && shape.rank() == 0 ? shape : Shape.of(known.length);
      tell(index, NdArray.of(tensor.elementType(), sized, known));
    }
  }

  private void tell(int index, NdArray elements) {
    if (index < told.size()) {
      told.set(index, typeOf(elements));
      constants.set(index, elements);
    }
  }

  @Override
  public @Nullable ValueType told(int index) {
    return index < told.size() ? told.get(index) : null;
  }

  @Override
  public List<@Nullable ValueType> subgraph(Graph body) {
    return Collections.nCopies(body.outputs().size(), null);
  }

  @Override
  public List<Datum> run(Graph body, List<? extends Datum> given) {
    return subgraphs.run(body, given);
  }

  @Override
  public List<? extends Datum> apply(
      String domain, String type, int version, Attributes own, @Nullable NdArray... given) {
    Operator operator = Operators.find(domain, type);
    if (operator == null) {
      throw new UnsupportedModelException("Operator " + type + " is not computed here");
    }
    List<String> names = new ArrayList<>();
    for (NdArray input : given) {
      names.add(input == null ? "" : "input" + names.size());
    }
    Node inner = new Node(node.name(), domain, type, "", names, node.outputs(), own, Extras.NONE);
    return new NodeRun(inner, version, Arrays.asList(given), Subgraphs.NONE, threads)
        .outputs(operator);
  }

  @Override
  public void parallel(int parts, IntConsumer part) {
    if (threads == 1 || parts < 2) {
      for (int i = 0; i < parts; i++) {
        part.accept(i);
      }
      return;
    }
    IntStream.range(0, parts).parallel().forEach(part);
  }
}
