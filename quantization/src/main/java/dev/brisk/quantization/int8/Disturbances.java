package dev.brisk.quantization.int8;

import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.graph.FreshNames;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.quantization.arithmetic.Affine;
import dev.brisk.quantization.sensitivity.Block;
import dev.brisk.quantization.sensitivity.Disturbance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The float model with, beside the result of each node that computes on codes, what quantizing that
 * node alone makes of it, and beside that of each block of two or more layers, what quantizing all
 * of the block does.
 *
 * <p>What is quantized with a node is its weights, the codes of its result, and the codes of what
 * comes to it as floats; the codes of other operands are of the nodes that make them. So each error
 * has one origin.
 */
final class Disturbances {
  private final Quantized quantized;
  private final Plan plan;
  private final Graph graph;
  private final FreshNames names;
  private final GraphPatch patch = new GraphPatch();
  private final Map<String, String> rounded = new HashMap<>();
  private final Map<Disturbance, List<Node>> nodes = new LinkedHashMap<>();
  private final Map<Disturbance, List<Node>> blocks = new LinkedHashMap<>();
  private final Model model;

  private Disturbances(Model prepared, Quantized quantized) {
    this.quantized = quantized;
    this.plan = quantized.plan();
    this.graph = prepared.graph();
    this.names = FreshNames.of(graph);
    Set<String> roots = new HashSet<>();
    plan.coded().stream().map(plan::root).filter(roots::add).forEach(this::value);
    plan.forms().forEach(this::node);
    Block.of(graph).forEach(this::block);
    this.model = prepared.withGraph(patch.apply(graph));
  }

  /** The disturbances of a quantized model, in an order that hangs on the model alone. */
  static Disturbances of(Model prepared, Quantized quantized) {
    return new Disturbances(prepared, quantized);
  }

  /** The float model that makes all the values. */
  Model model() {
    return model;
  }

  /** What quantizing each node does, with that node. */
  Map<Disturbance, List<Node>> nodes() {
    return nodes;
  }

  /** What quantizing each block does, with the nodes of it that compute on codes. */
  Map<Disturbance, List<Node>> blocks() {
    return blocks;
  }

  private void value(String value) {
    rounded.put(value, round(value, quantized.lines().of(value)));
  }

  /** Adds nodes that round a value to its codes and back. */
  private String round(String value, Affine line) {
    String codes = names.make(value + "_brisk_codes");
    String result = names.make(value + "_brisk_rounded");
    String scale = names.make(value + "_brisk_scale");
    String zero = names.make(value + "_brisk_zero");
    patch.initializer(Initializer.of(scale, Tensor.of(new float[] {line.scale()}).reshape()));
    byte[] zeroPoint = {(byte) line.zeroPoint()};
    patch.initializer(
        Initializer.of(zero, Tensor.ofBytes(quantized.lines().codes().type(), zeroPoint)));
    patch.add(
        Node.of("QuantizeLinear", codes, List.of(value, scale, zero), List.of(codes)),
        Node.of("DequantizeLinear", result, List.of(codes, scale, zero), List.of(result)));
    return result;
  }

  private void node(Node node, Form form) {
    if (!(form instanceof Form.Moved) && !(form instanceof Form.Clamped)) {
      String value = plan.result(node);
      String part = rounded.getOrDefault(value, value);
      nodes.put(
          new Disturbance(node.label(), value, quantized(node, form, Map.of()), part),
          List.of(node));
    }
  }

  private void block(Block block) {
    List<Node> coded = block.nodes().stream().filter(plan.forms()::containsKey).toList();
    Node last = block.last();
    String value = coded.contains(last) ? plan.result(last) : last.output(0);
    long layers =
        coded.stream().filter(it -> plan.forms().get(it) instanceof Form.Weighted).count();
    if (layers < 2 || last.outputs().size() > 1 || blocksAlready(coded)) {
      return;
    }
    Map<String, String> twins = new HashMap<>();
    for (Node node : block.nodes()) {
      Form form = plan.forms().get(node);
      if (form == null || form instanceof Form.Moved || form instanceof Form.Clamped) {
        copy(node, twins);
      } else {
        twins.put(plan.result(node), quantized(node, form, twins));
      }
    }
    String name = coded.get(0).label() + ".." + coded.get(coded.size() - 1).label();
    String disturbed = Objects.requireNonNull(twins.get(value), value);
    blocks.put(new Disturbance(name, value, disturbed, rounded.getOrDefault(value, value)), coded);
  }

  private boolean blocksAlready(List<Node> coded) {
    return blocks.containsValue(coded);
  }

  /** Adds a node once more, reading twins; not if it is a clamp that a node before took over. */
  private void copy(Node node, Map<String, String> twins) {
    if (!node.outputs().stream().allMatch(twins::containsKey)) {
      List<String> outputs = twinsOf(node);
      patch.add(copyOf(node, outputs).withInputs(renamed(node.inputs(), twins)));
      for (int i = 0; i < outputs.size(); i++) {
        twins.put(node.output(i), outputs.get(i));
      }
    }
  }

  /**
   * Adds what a node gives if it is quantized.
   *
   * @param twins what stands for the values that are not exact
   */
  private String quantized(Node node, Form form, Map<String, String> twins) {
    List<String> inputs = new ArrayList<>(renamed(node.inputs(), twins));
    for (int input : Plan.codeInputs(form)) {
      String value = node.input(input);
      Initializer constant = graph.constant(value);
      if (constant != null) {
        inputs.set(input, operand(constant));
      } else if (plan.coder(value) == null) {
        inputs.set(input, roundedInput(value, twins));
      }
    }
    if (form instanceof Form.Weighted weighted) {
      weights(node, weighted, inputs);
    }
    String value = plan.result(node);
    String result = twin(node, inputs);
    Node clamp = plan.clamps().get(node);
    if (clamp != null) {
      List<String> operands = new ArrayList<>(clamp.inputs());
      operands.set(0, result);
      result = twin(clamp, operands);
    }
    return plan.coded().contains(value) ? round(result, quantized.lines().of(value)) : result;
  }

  private String roundedInput(String value, Map<String, String> twins) {
    String twin = twins.get(value);
    return twin == null
        ? rounded.getOrDefault(value, value)
        : round(twin, quantized.lines().of(value));
  }

  private static List<String> renamed(List<String> values, Map<String, String> twins) {
    return values.stream().map(value -> twins.getOrDefault(value, value)).toList();
  }

  private String twin(Node node, List<String> inputs) {
    List<String> outputs = twinsOf(node);
    patch.add(copyOf(node, outputs).withInputs(inputs));
    return outputs.get(0);
  }

  private List<String> twinsOf(Node node) {
    return node.outputs().stream()
        .map(output -> output.isEmpty() ? "" : names.make(output + "_brisk_twin"))
        .toList();
  }

  private static Node copyOf(Node node, List<String> outputs) {
    return node.withName(outputs.get(0)).withOutputs(outputs);
  }

  private void weights(Node node, Form.Weighted form, List<String> inputs) {
    Parameters parameters = quantized.parameters();
    Initializer exact = parameters.weightsOf(node, form);
    float[] values = parameters.weights(node, form).values(Parameters.channels(exact, form));
    inputs.set(form.weight(), constant(exact.name(), Tensor.of(values, exact.shape().dims())));
    float[] bias = parameters.bias(node, form);
    if (bias != null) {
      while (inputs.size() < 3) {
        inputs.add("");
      }
      inputs.set(2, constant(node.output(0) + "_bias", Tensor.of(bias, bias.length)));
    }
  }

  private String operand(Initializer exact) {
    Affine line = quantized.lines().of(exact);
    float[] values = exact.tensor().toFloatArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = line.value(line.code(values[i], quantized.lines().codes()));
    }
    return constant(exact.name(), Tensor.of(values, exact.shape().dims()));
  }

  private String constant(String stem, Tensor tensor) {
    String name = names.make(stem + "_brisk_rounded");
    patch.initializer(Initializer.of(name, tensor));
    return name;
  }
}
