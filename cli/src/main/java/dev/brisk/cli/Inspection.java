package dev.brisk.cli;

import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.TensorSpec;
import dev.brisk.cli.config.FileErrors;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.op.Costs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a model is made of.
 *
 * @param inputs what a caller gives
 * @param outputs what a caller gets
 * @param operators the number of nodes by operator type, the most frequent first; nodes of
 *     subgraphs and functions count, too
 * @param parameters the number of elements of all constants
 * @param flops twice the multiply-adds of one run, in whatever precision, free dimensions being 1
 * @param bytes the size of the file
 * @param weights the number of elements of all constants by type
 */
record Inspection(
    List<Slot> inputs,
    List<Slot> outputs,
    Map<String, Long> operators,
    long parameters,
    long flops,
    long bytes,
    Map<String, Long> weights) {

  /** An input or output; a dimension is a number, a symbol or null. */
  record Slot(String name, String type, @Nullable List<@Nullable Object> shape) {
    static Slot of(TensorSpec spec) {
      Shape shape = spec.shape();
      return new Slot(
          spec.name(), spec.elementType().toString(), shape == null ? null : dims(shape));
    }

    private static List<@Nullable Object> dims(Shape shape) {
      List<@Nullable Object> dims = new ArrayList<>();
      for (int i = 0; i < shape.rank(); i++) {
        dims.add(shape.dim(i) == Shape.FREE ? shape.symbol(i) : (Object) shape.dim(i));
      }
      return dims;
    }
  }

  /** Inspects a model that a file holds. */
  static Inspection of(Model model, Path file) {
    Map<String, Long> operators = new TreeMap<>();
    Map<String, Long> weights = new TreeMap<>();
    count(model.graph(), operators, weights);
    model.functions().forEach(function -> count(function.nodes(), operators, weights));
    try {
      return new Inspection(
          model.inputs().stream().map(Slot::of).toList(),
          model.outputs().stream().map(Slot::of).toList(),
          mostFrequentFirst(operators),
          weights.values().stream().mapToLong(Long::longValue).sum(),
          2 * macs(model),
          Files.size(file),
          weights);
    } catch (IOException e) {
      throw FileErrors.reading(file, e);
    }
  }

  private static long macs(Model model) {
    return Costs.macs(model, Map.of()).values().stream().mapToLong(Long::longValue).sum();
  }

  private static void count(Graph graph, Map<String, Long> operators, Map<String, Long> weights) {
    graph.initializers().values().forEach(constant -> count(constant, weights));
    count(graph.nodes(), operators, weights);
  }

  private static void count(
      List<Node> nodes, Map<String, Long> operators, Map<String, Long> weights) {
    for (Node node : nodes) {
      String type =
          node.domain().isEmpty() ? node.operator() : node.domain() + "." + node.operator();
      operators.merge(type, 1L, Long::sum);
      for (Attribute attribute : node.attributes().all()) {
        if (attribute.kind() == Attribute.Kind.TENSOR) {
          count((Initializer) attribute.value(), weights);
        }
      }
      node.subgraphs().forEach(graph -> count(graph, operators, weights));
    }
  }

  private static void count(Initializer constant, Map<String, Long> weights) {
    weights.merge(constant.elementType().toString(), constant.shape().elements(), Long::sum);
  }

  private static Map<String, Long> mostFrequentFirst(Map<String, Long> operators) {
    Map<String, Long> sorted = new LinkedHashMap<>();
    operators.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return Collections.unmodifiableMap(sorted);
  }
}
