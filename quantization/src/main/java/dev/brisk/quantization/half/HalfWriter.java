package dev.brisk.quantization.half;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.FreshNames;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import dev.brisk.graph.ValueType;
import dev.brisk.quantization.finish.Unused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a region so that the nodes decided for compute in 16 bits. A value is made once, in the
 * type its node computes in, and cast to the other type at most once, where somebody reads it so,
 * be it in a graph within a node. What graphs within nodes take and give stays float32.
 */
final class HalfWriter {
  private final HalfFormat format;
  private final HalfTensors tensors;
  private final FreshNames names;
  private final Region region;
  private final @Nullable HalfWriter outer;
  private final Set<String> converted;
  private final Set<String> revealed;
  private final Set<String> made = new HashSet<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Initializer> constants = new ArrayList<>();
  private final Map<String, String> halves = new HashMap<>();
  private final Map<String, String> singles = new HashMap<>();
  private final Map<String, String> halfNames = new HashMap<>();
  private final Map<String, String> singleNames = new HashMap<>();

  private HalfWriter(
      HalfFormat format,
      HalfTensors tensors,
      FreshNames names,
      Region region,
      @Nullable HalfWriter outer,
      Set<String> converted,
      Set<String> revealed) {
    this.revealed = revealed;
    this.format = format;
    this.tensors = tensors;
    this.names = names;
    this.region = region;
    this.outer = outer;
    this.converted = converted;
  }

  /**
   * The rewritten main graph.
   *
   * @param region that of the main graph, decided of
   * @param converted the inputs and outputs that become 16 bits wide themselves
   * @param revealed values that are given as float32 under their own names, too, read or not
   */
  static Graph write(
      Region region,
      HalfFormat format,
      HalfTensors tensors,
      Set<String> converted,
      Set<String> revealed) {
    FreshNames names = FreshNames.of(region.graph());
    return Unused.drop(
        new HalfWriter(format, tensors, names, region, null, converted, revealed).write());
  }

  private Graph write() {
    Graph graph = region.graph();
    graph.inputs().stream().map(Value::name).filter(converted::contains).forEach(made::add);
    graph.nodes().forEach(this::collectMade);
    graph.nodes().forEach(node -> nodes.add(rewritten(node)));
    revealed.stream().filter(made::contains).forEach(this::single);
    List<Value> outputs = graph.outputs().stream().map(this::output).toList();
    GraphBuilder builder = Graph.builder(graph.name()).extras(graph.extras());
    builder.nodes(nodes).outputs(outputs);
    builder.inputs(graph.inputs().stream().map(this::typed).toList());
    graph.initializers().values().forEach(builder::initializer);
    constants.forEach(builder::initializer);
    graph.sparseInitializers().forEach(builder::sparseInitializer);
    graph.values().values().stream()
        .filter(value -> !made.contains(value.name()) && !converted.contains(value.name()))
        .forEach(builder::value);
    return builder.build();
  }

  private void collectMade(Node node) {
    for (int i = 0; region.isHalf(node) && i < node.outputs().size(); i++) {
      if (region.wouldBeHalf(node, i)) {
        made.add(node.output(i));
      }
    }
  }

  private Node rewritten(Node node) {
    boolean isHalf = region.isHalf(node);
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      String input = node.input(i);
      boolean asHalf = isHalf && region.isFloat(input) && !Support.readsFloat32(node, i);
      inputs.add(asHalf ? half(input) : single(input));
    }
    List<String> outputs = node.outputs().stream().map(this::outputName).toList();
    boolean gives = node.outputs().stream().anyMatch(made::contains);
    return (isHalf && gives ? retyped(filled(node)) : node)
        .withInputs(inputs)
        .withOutputs(outputs)
        .withSubgraphs(this::within);
  }

  private Graph within(Graph graph) {
    return new HalfWriter(format, tensors, names, region.inner(graph), this, Set.of(), Set.of())
        .write();
  }

  private String outputName(String output) {
    return made.contains(output) ? halfName(output) : singleName(output);
  }

  /** The node with the zero that it fills with said, which is float32 where it is not. */
  private static Node filled(Node node) {
    return node.is("ConstantOfShape") && !node.attributes().has("value")
        ? node.withAttributes(
            node.attributes().with(Attribute.of("value", Tensor.of(new float[1], 1))))
        : node;
  }

  /** The node with attributes that say or hold 16 bits where they did float32. */
  private Node retyped(Node node) {
    Node changed = node;
    for (Attribute attribute : node.attributes().all()) {
      Attribute typed = retyped(attribute);
      if (!typed.equals(attribute)) {
        changed = changed.withAttributes(changed.attributes().with(typed));
      }
    }
    return changed;
  }

  private Attribute retyped(Attribute attribute) {
    boolean isType = attribute.name().equals("to") || attribute.name().equals("dtype");
    if (isType && attribute.kind() == Attribute.Kind.INT) {
      return attribute.asInt() == ElementType.FLOAT32.onnxCode()
          ? Attribute.of(attribute.name(), (long) format.elementType().onnxCode())
          : attribute;
    } else if (attribute.kind() == Attribute.Kind.TENSOR
        && attribute.asTensor().elementType() == ElementType.FLOAT32) {
      return Attribute.of(attribute.name(), rounded(attribute.asTensor()));
    }
    return attribute;
  }

  private Tensor rounded(Tensor constant) {
    return Objects.requireNonNull(tensors.of(constant).tensor(), "a constant that does not fit");
  }

  /** The name of a float value as 16 bits wide. */
  private String half(String value) {
    if (outer != null && !region.defines(value)) {
      return outer.half(value);
    }
    return made.contains(value)
        ? halfName(value)
        : halves.computeIfAbsent(value, missing -> writeHalf(missing, region.constant(missing)));
  }

  private String writeHalf(String value, @Nullable Tensor constant) {
    String name = halfName(value);
    if (constant != null) {
      constants.add(Initializer.of(name, rounded(constant)));
    } else {
      nodes.add(cast(singleName(value), name, format.elementType()));
    }
    return name;
  }

  /** The name of a value in the type that it has without conversion. */
  private String single(String value) {
    if (outer != null && !region.defines(value)) {
      return outer.single(value);
    }
    return made.contains(value)
        ? singles.computeIfAbsent(value, this::writeSingle)
        : singleName(value);
  }

  private String writeSingle(String value) {
    String name = singleName(value);
    nodes.add(cast(halfName(value), name, ElementType.FLOAT32));
    return name;
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
    return converted.contains(value)
        ? value
        : halfNames.computeIfAbsent(value, name -> names.make(name + "_" + format));
  }

  private String singleName(String value) {
    return converted.contains(value)
        ? singleNames.computeIfAbsent(value, name -> names.make(name + "_float32"))
        : value;
  }

  private Value output(Value output) {
    if (converted.contains(output.name())) {
      return typed(output.withName(half(output.name())));
    }
    return output.withName(single(output.name()));
  }

  /** An input or output as 16 bits wide if it is to be converted. */
  private Value typed(Value value) {
    return converted.contains(value.name()) && value.type() instanceof ValueType.OfTensor tensor
        ? value.withType(ValueType.tensor(format.elementType(), tensor.shape()))
        : value;
  }
}
