package dev.brisk.quantization.int8;

import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.quantization.arithmetic.Affine;
import dev.brisk.quantization.finish.Unused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a plan down as a graph in which each value that has codes passes through a QuantizeLinear
 * and a DequantizeLinear node. The names are those that ONNX Runtime's own quantizer gives.
 */
final class Writer {
  private static final String CODES = "_QuantizeLinear_Output";
  private static final String BEFORE_CODES = "_QuantizeLinear_Input";
  private static final String AFTER_CODES = "_DequantizeLinear_Output";

  /**
   * Adds what gives the floats that the codes of a value stand for, where nothing does yet.
   *
   * @param written the graph with the codes, of which the builder is
   * @return the name of these floats, or the value's own where it has no codes
   */
  static String decode(String value, Graph written, GraphBuilder builder) {
    if (written.producer(value + AFTER_CODES) != null) {
      return value + AFTER_CODES;
    }
    Node own = written.producer(value);
    Node coder = written.producer(value + CODES);
    if (coder == null
        || !coder.is("QuantizeLinear")
        || (own != null && own.is("DequantizeLinear"))) {
      return value;
    }
    List<String> inputs = List.of(coder.output(0), coder.input(1), coder.input(2));
    return builder.node("DequantizeLinear", value + AFTER_CODES, inputs);
  }

  /** What the names of a value's codes, and of the floats before and after them, end with. */
  static final List<String> SUFFIXES = List.of(CODES, BEFORE_CODES, AFTER_CODES);

  private final Plan plan;
  private final Graph graph;
  private final Lines lines;
  private final Constants constants;
  private final GraphPatch patch = new GraphPatch();
  private final Map<String, String> decoded = new HashMap<>();

  private Writer(Plan plan, Lines lines, Parameters parameters) {
    this.plan = plan;
    this.graph = plan.graph();
    this.lines = lines;
    this.constants = new Constants(graph, lines, parameters, patch);
  }

  /** The graph of a plan, its codes on the given lines, with the given weights and biases. */
  static Graph write(Plan plan, Lines lines, Parameters parameters) {
    Writer writer = new Writer(plan, lines, parameters);
    plan.coded().forEach(writer::code);
    plan.forms().forEach(writer::node);
    plan.clamps().values().forEach(writer.patch::remove);
    return Unused.drop(writer.patch.apply(plan.graph()));
  }

  /** Writes the nodes between a value's floats, its codes, and the floats they stand for. */
  private void code(String value) {
    Node coder = plan.coder(value);
    Affine line = lines.of(value);
    String scale = constants.scale(value, line.scale());
    String zeroPoint = constants.zeroPoint(value, line.zeroPoint());
    if (coder == null || !isOnCodes(coder)) {
      patch.add(
          Node.of(
              "QuantizeLinear",
              value + "_QuantizeLinear",
              List.of(coder == null ? value : floats(value), scale, zeroPoint),
              List.of(codes(value))));
    }
    if (isReadAsFloats(value)) {
      decode(value, coder, scale, zeroPoint);
    }
  }

  private void decode(String value, @Nullable Node coder, String scale, String zeroPoint) {
    String result = coder != null && graph.isOutput(value) ? value : value + AFTER_CODES;
    patch.add(
        Node.of(
            "DequantizeLinear",
            value + "_DequantizeLinear",
            List.of(codes(value), scale, zeroPoint),
            List.of(result)));
    decoded.put(value, result);
    if (coder != null && !result.equals(value)) {
      patch.readInstead(value, result);
    }
  }

  private boolean isReadAsFloats(String value) {
    return graph.isOutput(value)
        || graph.consumers(value).stream().anyMatch(node -> !isOnCodes(node));
  }

  private void node(Node node, Form form) {
    Node written =
        form instanceof Form.Weighted weighted
            ? weighted(node, weighted)
            : isOnCodes(node) ? onCodes(node, form) : reading(node, form);
    patch.replace(node, written);
  }

  private Node weighted(Node node, Form.Weighted form) {
    List<String> inputs = new ArrayList<>();
    inputs.add(decoded.getOrDefault(node.input(0), node.input(0)));
    inputs.addAll(constants.weightsAndBias(node, form));
    return node.withInputs(inputs).withOutputs(List.of(result(node)));
  }

  /** A node between DequantizeLinear and QuantizeLinear. */
  private Node reading(Node node, Form form) {
    List<String> inputs = new ArrayList<>(node.inputs());
    for (int input : Plan.codeInputs(form)) {
      String value = node.input(input);
      Initializer constant = graph.constant(value);
      inputs.set(
          input,
          constant == null ? decoded.getOrDefault(value, value) : constants.operand(constant));
    }
    return node.withInputs(inputs).withOutputs(results(node));
  }

  /** A node that reads and gives the codes themselves. */
  private Node onCodes(Node node, Form form) {
    String input = codes(node.input(0));
    List<String> outputs = List.of(codes(plan.result(node)));
    Affine line = lines.of(node.input(0));
    if (form instanceof Form.Clamped clamped) {
      String low = constants.code(node, "low", line.code(clamped.low(), lines.codes()));
      String high = constants.code(node, "high", line.code(clamped.high(), lines.codes()));
      return Node.of("Clip", node.name(), List.of(input, low, high), outputs);
    }
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(0, input);
    if (node.is("Pad")) {
      while (inputs.size() < 3) {
        inputs.add("");
      }
      inputs.set(2, constants.code(node, "zero", line.zeroPoint()));
    }
    return node.withInputs(inputs).withOutputs(outputs);
  }

  private boolean isOnCodes(Node node) {
    Form form = plan.forms().get(node);
    return form instanceof Form.Clamped || (form instanceof Form.Moved moved && moved.onCodes());
  }

  private List<String> results(Node node) {
    return node.outputs().size() == 1
        ? List.of(result(node))
        : node.outputs().stream().map(output -> output.isEmpty() ? "" : floats(output)).toList();
  }

  private String result(Node node) {
    return result(plan, node);
  }

  private String floats(String value) {
    return floats(graph, value);
  }

  /** The name under which a node gives the floats that a QuantizeLinear reads, or anyone. */
  static String result(Plan plan, Node node) {
    String value = plan.result(node);
    return plan.coded().contains(value) ? floats(plan.graph(), value) : value;
  }

  private static String floats(Graph graph, String value) {
    return graph.isOutput(value) ? value + BEFORE_CODES : value;
  }

  private static String codes(String value) {
    return value + CODES;
  }
}
