package dev.brisk.quantization.dynamic;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The new nodes and constants of one graph, and the constants that its nodes can see. */
final class Scope {
  /** A value's codes of one run, with their line. */
  record Codes(String codes, String scale, String zeroPoint) {}

  final List<Node> nodes = new ArrayList<>();
  final List<Initializer> initializers = new ArrayList<>();
  private final Graph graph;
  private final @Nullable Scope outer;
  private final Set<String> names;
  private final Map<String, Codes> coded = new HashMap<>();
  private final Map<String, Initializer> written = new HashMap<>();

  /**
   * The scope of a graph.
   *
   * @param outer that of the graph around it, or null
   * @param names all names of the model's values; grows with those made here
   */
  Scope(Graph graph, @Nullable Scope outer, Set<String> names) {
    this.graph = graph;
    this.outer = outer;
    this.names = names;
  }

  /** The elements of a value if it is a float32 constant of finite numbers, else null. */
  @Nullable Tensor floats(String value) {
    Tensor constant = constant(value);
    if (constant == null || constant.elementType() != ElementType.FLOAT32) {
      return null;
    }
    for (float number : constant.toFloatArray()) {
      if (!Float.isFinite(number)) {
        return null;
      }
    }
    return constant;
  }

  private @Nullable Tensor constant(String value) {
    Initializer initializer = graph.constant(value);
    if (initializer != null) {
      return initializer.tensor();
    }
    Node producer = graph.producer(value);
    if (producer != null) {
      Attribute given = producer.is("Constant") ? producer.attributes().get("value") : null;
      return given == null ? null : given.asTensor();
    }
    return outer == null || graph.isInput(value) ? null : outer.constant(value);
  }

  /** Has a value turned into codes at each run, once for all that read it here. */
  Codes code(String value) {
    return coded.computeIfAbsent(value, this::writeCodes);
  }

  private Codes writeCodes(String value) {
    Codes codes =
        new Codes(
            unique(value + "_quantized"), unique(value + "_scale"), unique(value + "_zero_point"));
    nodes.add(
        Node.of(
            "DynamicQuantizeLinear",
            value + "_QuantizeLinear",
            List.of(value),
            List.of(codes.codes(), codes.scale(), codes.zeroPoint())));
    return codes;
  }

  /** Adds a constant, or finds the same one under the same key; gives its name. */
  String constant(String key, Tensor tensor) {
    Initializer before = written.get(key);
    if (before != null && same(before.tensor(), tensor)) {
      return before.name();
    }
    Initializer made = Initializer.of(unique(key), tensor);
    written.put(key, made);
    initializers.add(made);
    return made.name();
  }

  private static boolean same(Tensor one, Tensor other) {
    return one.elementType() == other.elementType()
        && one.shape().equals(other.shape())
        && Arrays.equals(one.toByteArray(), other.toByteArray());
  }

  /** A name that the model does not use yet, beginning with the wanted one. */
  String unique(String wanted) {
    String name = wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }
}
