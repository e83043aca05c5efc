package dev.brisk.quantization.equalization;

import dev.brisk.Tensor;
import dev.brisk.graph.FreshNames;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.quantization.finish.Unused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the factors of chains into a graph. */
final class EqualizedGraph {
  /** Beyond it Sigmoid is nearer to 0 or 1 than a tenth of a step of 8-bit codes. */
  static final float SATURATED = 8;

  private static final String SUFFIX = "_equalized";

  private final Graph graph;
  private final Map<Node, int[]> given = new HashMap<>();
  private final Map<Node, int[]> read = new HashMap<>();
  private final Map<Node, int[]> gates = new HashMap<>();
  private final Map<Node, int[]> gated = new HashMap<>();
  private final Map<String, String> renamed = new HashMap<>();
  private final FreshNames names;
  private final Map<String, String> made = new HashMap<>();
  private final Set<String> touched = new LinkedHashSet<>();

  EqualizedGraph(Graph graph) {
    this.graph = graph;
    this.names = FreshNames.of(graph);
  }

  /** Multiplies the channels of a chain by powers of two. */
  void add(Chain chain, int[] exponents) {
    String result = chain.producer().output(0);
    boolean changes = Arrays.stream(exponents).anyMatch(exponent -> exponent != 0);
    if (chain.gate() != null) {
      gated.put(chain.producer(), exponents);
      touched.add(result);
    }
    if (changes) {
      rename(result);
      chain.between().forEach(node -> rename(node.output(0)));
      given.put(chain.producer(), exponents);
      chain.readers().forEach(reader -> read.put(reader, exponents));
    }
    if (changes && chain.gate() != null) {
      gates.put(chain.gate(), exponents);
      touched.add(unscaled(chain.gate()));
    }
  }

  private void rename(String value) {
    String name = fresh(value + SUFFIX);
    renamed.put(value, name);
    touched.add(name);
  }

  /** The wanted name, or one like it that the graph does not have; always the same. */
  private String fresh(String wanted) {
    return made.computeIfAbsent(wanted, names::make);
  }

  /** The values whose numbers changed, or are to be measured in another way. */
  Set<String> touched() {
    return touched;
  }

  /**
   * The changed graph.
   *
   * @param measuring whether numbers that a Sigmoid maps to nearly 0 or 1 are cut off
   */
  Graph write(boolean measuring) {
    GraphPatch patch = new GraphPatch();
    for (Node node : graph.nodes()) {
      Node written = renamed(rescaled(node, patch));
      int[] gate = gates.get(node);
      if (gate != null) {
        String input = unscale(written.input(0), node, gate, measuring, patch);
        written = written.withInputs(List.of(input));
      }
      int[] exponents = measuring ? gated.get(node) : null;
      if (exponents != null) {
        written = floored(written, node, exponents, patch);
      }
      if (written != node) {
        patch.replace(node, written);
      }
    }
    return Unused.drop(patch.apply(graph));
  }

  /** A node with the factors within its weights and its bias. */
  private Node rescaled(Node node, GraphPatch patch) {
    int[] out = given.get(node);
    int[] in = read.get(node);
    if (out == null && in == null) {
      return node;
    }
    List<String> reads = new ArrayList<>(node.inputs());
    Initializer weights = weights(graph, node);
    reads.set(1, add(node.output(0) + "_weights", rescaled(node, weights, in, out), patch));
    Initializer bias = out == null ? null : graph.constant(node.input(2));
    if (out != null && bias != null) {
      float[] values = bias.tensor().toFloatArray();
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.scalb(values[i], out[i]);
      }
      reads.set(2, add(node.output(0) + "_bias", Tensor.of(values, values.length), patch));
    }
    return node.withInputs(reads);
  }

  private static Tensor rescaled(
      Node node, Initializer weights, int @Nullable [] in, int @Nullable [] out) {
    WeightLayout layout = WeightLayout.of(node, weights.shape());
    float[] values = weights.tensor().toFloatArray();
    for (int i = 0; i < values.length; i++) {
      int output = layout.output(i);
      int up = out == null ? 0 : out[output];
      int down = in == null ? 0 : in[layout.channel(output, layout.input(i))];
      values[i] = Math.scalb(values[i], up - down);
    }
    return Tensor.of(values, weights.shape().dims());
  }

  private Node renamed(Node node) {
    Node written = node;
    if (node.inputs().stream().anyMatch(renamed::containsKey)) {
      written = written.withInputs(renamed(node.inputs()));
    }
    if (node.outputs().stream().anyMatch(renamed::containsKey)) {
      written = written.withName(node.label()).withOutputs(renamed(node.outputs()));
    }
    return written;
  }

  private List<String> renamed(List<String> values) {
    return values.stream().map(value -> renamed.getOrDefault(value, value)).toList();
  }

  /** Divides a gate's input by the factors; gives the quotient's name. */
  private String unscale(
      String value, Node gate, int[] exponents, boolean measuring, GraphPatch patch) {
    String quotient = unscaled(gate);
    float[] factors = new float[exponents.length];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = Math.scalb(1f, -exponents[i]);
    }
    String constant = add(quotient + "_factors", channelwise(factors, gate.input(0)), patch);
    String product = measuring ? fresh(quotient + "_whole") : quotient;
    patch.add(Node.of("Mul", quotient, List.of(value, constant), List.of(product)));
    if (measuring) {
      String low = add(quotient + "_low", scalar(-SATURATED), patch);
      String high = add(quotient + "_high", scalar(SATURATED), patch);
      patch.add(Node.of("Clip", quotient + "_cut", List.of(product, low, high), List.of(quotient)));
    }
    return quotient;
  }

  /** A changed layer, its results cut off where a gate would map them to nearly zero. */
  private Node floored(Node changed, Node layer, int[] exponents, GraphPatch patch) {
    String result = changed.output(0);
    float[] floors = new float[exponents.length];
    for (int i = 0; i < floors.length; i++) {
      floors[i] = Math.scalb(-SATURATED, exponents[i]);
    }
    String constant = add(result + "_floors", channelwise(floors, layer), patch);
    String whole = fresh(result + "_whole");
    patch.add(Node.of("Max", result + "_cut", List.of(whole, constant), List.of(result)));
    return changed.withOutputs(List.of(whole));
  }

  private String unscaled(Node gate) {
    return fresh(gate.input(0) + "_unscaled");
  }

  private Tensor channelwise(float[] values, String result) {
    return channelwise(values, Objects.requireNonNull(graph.producer(result), result));
  }

  /** Numbers for the channels of a layer's results, which have the rank of its weights. */
  private Tensor channelwise(float[] values, Node layer) {
    long[] dims = new long[weights(graph, layer).shape().rank()];
    Arrays.fill(dims, 1);
    dims[1] = values.length;
    return Tensor.of(values, dims);
  }

  private static Tensor scalar(float value) {
    return Tensor.of(new float[] {value}).reshape();
  }

  private String add(String wanted, Tensor tensor, GraphPatch patch) {
    String name = fresh(wanted + SUFFIX);
    patch.initializer(Initializer.of(name, tensor));
    return name;
  }

  static Initializer weights(Graph graph, Node layer) {
    return Objects.requireNonNull(graph.constant(layer.input(1)), layer.input(1));
  }
}
