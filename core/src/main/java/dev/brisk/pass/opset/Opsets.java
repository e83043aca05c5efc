package dev.brisk.pass.opset;

import dev.brisk.Model;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Raises models to a newer version of the standard's operator set. */
public final class Opsets {
  /** The newest version that {@link #raise} knows all changes up to. */
  public static final int NEWEST = 22;

  /** All changes, by version. */
  private static final List<Upgrade> ALL =
      List.of(
          new ConcatAxis(),
          new AttributesToInputs(5, "Reshape", "shape"),
          new CastTarget(),
          new DroppedAttributes(6, Set.of(), "consumed_inputs"),
          new DroppedAttributes(7, Set.of("Gemm"), "broadcast"),
          new DroppedAttributes(7, Set.of("RNN", "GRU", "LSTM"), "output_sequence"),
          new LegacyBroadcast(),
          new BatchNormalizationMode(),
          new AttributesToInputs(9, "Upsample", "scales"),
          new RefusedOperators(9, Set.of("Scan")),
          new AttributesToInputs(10, "Slice", "starts", "ends", "axes"),
          new AttributesToInputs(10, "TopK", "k"),
          new UpsampleToResize(),
          new AttributesToInputs(11, "Clip", "min", "max"),
          new AttributesToInputs(11, "Pad", "pads", "value"),
          new ResizeCoordinates(),
          new ScatterToScatterElements(),
          new DropoutToIdentity(),
          new AttributesToInputs(13, "Squeeze", "axes"),
          new AttributesToInputs(13, "Unsqueeze", "axes"),
          new AttributesToInputs(13, "ReduceSum", "axes"),
          new AttributesToInputs(13, "Split", "split"),
          new SoftmaxAxis(),
          new TextValue(
              16, "RoiAlign", "coordinate_transformation_mode", "output_half_pixel", Map.of()),
          new AttributesToInputs(18, "ReduceL1", "axes"),
          new AttributesToInputs(18, "ReduceL2", "axes"),
          new AttributesToInputs(18, "ReduceLogSum", "axes"),
          new AttributesToInputs(18, "ReduceLogSumExp", "axes"),
          new AttributesToInputs(18, "ReduceMax", "axes"),
          new AttributesToInputs(18, "ReduceMean", "axes"),
          new AttributesToInputs(18, "ReduceMin", "axes"),
          new AttributesToInputs(18, "ReduceProd", "axes"),
          new AttributesToInputs(18, "ReduceSumSquare", "axes"),
          new SplitCount(),
          new AveragePoolPadding(),
          new RefusedOperators(20, Set.of("DFT")),
          new TextValue(
              20,
              "GridSample",
              "mode",
              "bilinear",
              Map.of("bilinear", "linear", "bicubic", "cubic")),
          new RefusedOperators(21, Set.of("GroupNormalization")));

  private Opsets() {}

  /**
   * The model with its nodes in the form of a newer operator set; itself if it is as new already.
   *
   * @param version at most {@value #NEWEST}
   * @throws UnsupportedModelException if an operator has no counterpart there
   */
  public static Model raise(Model model, int version) {
    int from = model.opset("");
    if (from >= version) {
      return model;
    }
    if (version > NEWEST) {
      throw new UnsupportedModelException(
          "A model can be raised to operator set " + NEWEST + " at most, not " + version);
    }
    if (!model.functions().isEmpty()) {
      throw new UnsupportedModelException(
          "A model with functions of its own cannot be raised from operator set %d to %d"
              .formatted(from, version));
    }
    Set<String> names = new HashSet<>();
    collectNames(model.graph(), names);
    Graph graph = model.graph();
    Types types = ShapeInference.infer(model);
    for (Upgrade upgrade : ALL) {
      if (upgrade.version() > from && upgrade.version() <= version) {
        graph = rewrite(graph, upgrade, types, names);
      }
    }
    return Model.of(graph, model.info().withOpset("", version));
  }

  private static Graph rewrite(Graph graph, Upgrade upgrade, Types types, Set<String> names) {
    Rewriting to = new Rewriting(graph, types, names);
    for (Node node : graph.nodes()) {
      Node inner = withSubgraphs(node, upgrade, types, names);
      if (concerns(upgrade, node)) {
        upgrade.rewrite(inner, to);
      } else {
        to.add(inner);
      }
    }
    GraphBuilder builder = graph.toBuilder().nodes(to.nodes);
    to.initializers.forEach(builder::initializer);
    return builder.build();
  }

  private static boolean concerns(Upgrade upgrade, Node node) {
    return node.domain().isEmpty()
        && (upgrade.operators().isEmpty() || upgrade.operators().contains(node.operator()));
  }

  private static Node withSubgraphs(Node node, Upgrade upgrade, Types types, Set<String> names) {
    if (node.subgraphs().isEmpty()) {
      return node;
    }
    Attributes changed = node.attributes();
    for (Attribute attribute : node.attributes().all()) {
      List<Graph> graphs = new ArrayList<>();
      attribute.subgraphs().forEach(graph -> graphs.add(rewrite(graph, upgrade, types, names)));
      if (!graphs.isEmpty()) {
        Object value = attribute.kind() == Attribute.Kind.GRAPH ? graphs.get(0) : graphs;
        changed =
            changed.with(
                new Attribute(attribute.name(), attribute.kind(), value, attribute.extras()));
      }
    }
    return node.withAttributes(changed);
  }

  private static void collectNames(Graph graph, Set<String> names) {
    graph.inputs().forEach(value -> names.add(value.name()));
    names.addAll(graph.initializers().keySet());
    names.addAll(graph.sparseInitializers().keySet());
    for (Node node : graph.nodes()) {
      names.addAll(node.outputs());
      node.subgraphs().forEach(inner -> collectNames(inner, names));
    }
  }
}
