package dev.brisk.quantization.prepare;

import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.pass.Pass;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Multiplies the factors of a Gemm into its constants, and spreads its constant bias to one number
 * for each output.
 */
final class GemmFactors implements Pass {
  @Override
  public String name() {
    return "fold the factors of Gemm";
  }

  @Override
  public GraphPatch next(Model model) {
    GraphPatch patch = new GraphPatch();
    Graph graph = model.graph();
    for (Node node : graph.nodes()) {
      Initializer weights = node.is("Gemm") ? Lookup.floats(graph, node.input(1)) : null;
      if (weights != null && fold(graph, node, weights, patch)) {
        return patch;
      }
    }
    return patch;
  }

  private static boolean fold(Graph graph, Node node, Initializer weights, GraphPatch patch) {
    float alpha = node.attributes().floatOr("alpha", 1);
    float beta = node.attributes().floatOr("beta", 1);
    long outputs = weights.shape().dim(node.attributes().intOr("transB", 0) != 0 ? 0 : 1);
    Tensor bias = bias(graph, node, outputs, beta);
    boolean biasStays = node.input(2).isEmpty() || isVector(graph, node, outputs);
    boolean canChangeBias = node.input(2).isEmpty() || bias != null;
    if (!canChangeBias || (alpha == 1 && beta == 1 && biasStays)) {
      return false;
    }
    List<String> inputs = new ArrayList<>(List.of(node.input(0), node.input(1)));
    if (alpha != 1) {
      float[] values = weights.tensor().toFloatArray();
      Tensor scaled = Tensor.of(scale(values, alpha), weights.shape().dims());
      inputs.set(1, add(graph, node.input(1), scaled, patch));
    }
    if (bias != null) {
      inputs.add(add(graph, node.input(2), bias, patch));
    }
    Attributes attributes = node.attributes().without("alpha", "beta");
    patch.replace(node, node.withInputs(inputs).withAttributes(attributes));
    return true;
  }

  private static boolean isVector(Graph graph, Node node, long outputs) {
    Initializer bias = graph.constant(node.input(2));
    return bias != null && bias.shape().rank() == 1 && bias.shape().dim(0) == outputs;
  }

  /** The bias for each output, times beta; null where it is none or differs from row to row. */
  private static @Nullable Tensor bias(Graph graph, Node node, long outputs, float beta) {
    Initializer bias = Lookup.floats(graph, node.input(2));
    if (bias == null) {
      return null;
    }
    float[] values = bias.tensor().toFloatArray();
    if (values.length != 1 && !isRow(bias.shape(), outputs)) {
      return null;
    }
    float[] spread = new float[Math.toIntExact(outputs)];
    for (int i = 0; i < spread.length; i++) {
      spread[i] = values[values.length == 1 ? 0 : i] * beta;
    }
    return Tensor.of(spread, outputs);
  }

  private static boolean isRow(Shape shape, long outputs) {
    return shape.elements() == outputs && shape.dim(shape.rank() - 1) == outputs;
  }

  private static float[] scale(float[] values, float factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return values;
  }

  private static String add(Graph graph, String wanted, Tensor tensor, GraphPatch patch) {
    String name = Lookup.free(graph, wanted + "_folded");
    patch.initializer(Initializer.of(name, tensor));
    return name;
  }
}
