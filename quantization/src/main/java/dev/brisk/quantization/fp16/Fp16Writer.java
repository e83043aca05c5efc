package dev.brisk.quantization.fp16;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.FreshNames;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import dev.brisk.quantization.finish.Unused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rewrites a graph so that what can computes in float16. A value is made once, in the type its node
 * computes in, and cast to the other type at most once, where somebody reads it so. Inputs and
 * outputs of the graph keep their type; graphs within nodes stay as they are.
 */
final class Fp16Writer {
  private final Graph graph;
  private final Types types;
  private final Set<String> excluded;
  private final HalfTensors constants = new HalfTensors();
  private final GraphPatch patch = new GraphPatch();
  private final Set<String> made = new LinkedHashSet<>();
  private final Map<String, String> halves = new HashMap<>();
  private final Map<String, String> halfNames = new HashMap<>();
  private final FreshNames names;
  private final Map<Node, Optional<String>> kept = new LinkedHashMap<>();

  Fp16Writer(Model model, Set<String> excluded) {
    this.graph = model.graph();
    this.types = ShapeInference.infer(model);
    this.names = FreshNames.of(graph);
    this.excluded = excluded;
  }

  /** The rewritten graph. */
  Graph write() {
    for (Node node : graph.nodes()) {
      Optional<String> obstacle =
          excluded.contains(node.label())
              ? Optional.of("it was excluded")
              : Eligibility.obstacle(node, types);
      kept.put(node, obstacle);
    }
    kept.forEach(
        (node, obstacle) -> {
          if (obstacle.isEmpty()) {
            collectMade(node);
          }
        });
    kept.forEach(
        (node, obstacle) -> {
          if (obstacle.isEmpty()) {
            convert(node);
          }
        });
    made.forEach(this::giveFloats);
    Graph written = patch.apply(graph);
    return Unused.drop(withoutOldTypes(written));
  }

  /** Why each node stayed float32; empty for those that compute in float16. */
  Map<Node, Optional<String>> kept() {
    return kept;
  }

  /** Sentences on the constants that float16 could not hold. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (constants.clamped() > 0) {
      warnings.add(
          "%d weights were too large for float16 and became +-65504"
              .formatted(constants.clamped()));
    }
    if (constants.raised() > 0) {
      warnings.add(
          "%d weights were too small for float16 and became +-2^-24".formatted(constants.raised()));
    }
    return warnings;
  }

  private void collectMade(Node node) {
    for (String output : node.outputs()) {
      if (isFloat(output)) {
        made.add(output);
      }
    }
  }

  private void convert(Node node) {
    List<String> inputs = new ArrayList<>(node.inputs());
    for (int i = 0; i < inputs.size(); i++) {
      String input = inputs.get(i);
      if (isFloat(input)) {
        inputs.set(i, Eligibility.readsFloat32(node, i) ? single(input) : half(input));
      }
    }
    List<String> outputs =
        node.outputs().stream().map(o -> made.contains(o) ? halfName(o) : o).toList();
    boolean gives = node.outputs().stream().anyMatch(made::contains);
    Node typed = gives ? Eligibility.retyped(node) : node;
    patch.replace(node, halfAttributes(typed, gives).withInputs(inputs).withOutputs(outputs));
  }

  /** The tensors that a node gives or fills with, as float16. */
  private Node halfAttributes(Node node, boolean gives) {
    Attribute value = node.attributes().get("value");
    if (!gives || value == null || value.kind() != Attribute.Kind.TENSOR) {
      return node;
    }
    Tensor tensor = value.asTensor();
    return tensor.elementType() == ElementType.FLOAT32
        ? node.withAttributes(
            node.attributes().with(Attribute.of("value", constants.convert(tensor))))
        : node;
  }

  /** The name of a float value as float16. */
  private String half(String value) {
    return made.contains(value) ? halfName(value) : halves.computeIfAbsent(value, this::writeHalf);
  }

  private String writeHalf(String value) {
    String name = halfName(value);
    Initializer constant = graph.constant(value);
    if (constant != null) {
      patch.initializer(Initializer.of(name, constants.convert(constant.tensor())));
    } else {
      patch.add(cast(value, name, ElementType.FLOAT16));
    }
    return name;
  }

  /** The name of a float value as float32: its own, which {@link #giveFloats} makes if need be. */
  private static String single(String value) {
    return value;
  }

  /** Casts a value that is made in float16 back, if anybody reads it as float32. */
  private void giveFloats(String value) {
    boolean read = graph.isOutput(value);
    for (Node reader : graph.consumers(value)) {
      read |= kept.getOrDefault(reader, Optional.empty()).isPresent();
      for (int i = 0; i < reader.inputs().size(); i++) {
        read |= reader.input(i).equals(value) && Eligibility.readsFloat32(reader, i);
      }
    }
    if (read) {
      patch.add(cast(halfName(value), value, ElementType.FLOAT32));
    }
  }

  private static Node cast(String from, String to, ElementType type) {
    return Node.of(
        "Cast",
        to + "_cast",
        List.of(from),
        List.of(to),
        Attribute.of("to", (long) type.onnxCode()));
  }

  private String halfName(String value) {
    return halfNames.computeIfAbsent(value, name -> names.make(name + "_float16"));
  }

  private boolean isFloat(String value) {
    Initializer initializer = graph.initializers().get(value);
    return initializer == null
        ? types.elementType(value) == ElementType.FLOAT32
        : initializer.elementType() == ElementType.FLOAT32;
  }

  /** The graph without what it declares of values that nobody makes as float32 any more. */
  private Graph withoutOldTypes(Graph written) {
    GraphBuilder builder = Graph.builder(written.name()).extras(written.extras());
    builder.nodes(written.nodes()).inputs(written.inputs()).outputs(written.outputs());
    written.initializers().values().forEach(builder::initializer);
    written.sparseInitializers().forEach(builder::sparseInitializer);
    for (Value value : written.values().values()) {
      if (!made.contains(value.name())) {
        builder.value(value);
      }
    }
    return builder.build();
  }
}
