package dev.brisk.op;

import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Node;
import dev.brisk.graph.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds for all graphs of a model while types are inferred. */
final class Inferring {
  /** The most elements that a tensor has that is computed for the sake of shapes. */
  static final int SMALL = 8192;

  /** How many bytes a computed tensor may have even if it is computed from fewer. */
  private static final int FREE_BYTES = 1 << 16;

  /** How many steps all constants of a model may take. */
  private static final long MAX_STEPS = 1L << 31;

  final ModelInfo info;
  final Merge merge;
  final boolean proving;
  private final Set<String> functions = new HashSet<>();
  private long steps;

  /**
   * The start of an inference.
   *
   * @param sizes what symbols stand for
   * @param proving whether to trust no declaration but the inputs', and to compute larger constants
   */
  Inferring(ModelInfo info, Map<String, Long> sizes, boolean proving) {
    this.info = info;
    this.merge = new Merge(sizes);
    this.proving = proving;
    info.functions().forEach(f -> functions.add(f.domain() + ":" + f.name()));
  }

  /** A node's operator; null if it is unknown, or a function of the model. */
  @Nullable Operator operator(Node node) {
    boolean function = functions.contains(node.domain() + ":" + node.operator());
    return function ? null : Operators.find(node.domain(), node.operator());
  }

  int opset(Node node) {
    return info.opsets().getOrDefault(node.domain(), 0);
  }

  /**
   * Computes the outputs of a node with constant inputs unless that is too much to do.
   *
   * @param within whether the node is in a subgraph, whose large constants nobody asks for
   */
  @Nullable List<Tensor> evaluate(Operator operator, NodeInference node, boolean within) {
    boolean suits = (proving && !within) ? growsLittle(node) : isSmall(node);
    if (!suits || !operator.isFoldable() || !node.node().subgraphs().isEmpty()) {
      return null;
    } else if (!isAffordable(operator, node)) {
      return null;
    }
    List<Tensor> outputs = new ArrayList<>();
    for (Datum output : run(operator, node)) {
      if (!(output instanceof NdArray array)) {
        return null;
      }
      outputs.add(array.toTensor());
    }
    return outputs;
  }

  private boolean isAffordable(Operator operator, NodeInference node) {
    try {
      long needed = operator.steps(node);
      boolean affordable = needed >= 0 && needed <= MAX_STEPS - steps;
      steps += affordable ? needed : 0;
      return affordable;
    } catch (ArithmeticException e) { // more than can be counted
      return false;
    }
  }

  private static List<? extends Datum> run(Operator operator, NodeInference node) {
    List<@Nullable Datum> inputs = new ArrayList<>();
    for (int input = 0; input < node.node().inputs().size(); input++) {
      Tensor constant = node.constant(input);
      inputs.add(constant == null ? null : NdArray.of(constant));
    }
    try {
      return new NodeRun(node.node(), node.opset(), inputs, NodeRun.Subgraphs.NONE, 1)
          .outputs(operator);
    } catch (UnsupportedModelException | OutOfMemoryError e) {
      return List.of(new Datum.Nothing()); // an engine may know more, or nobody asks for it
    }
  }

  private static boolean isSmall(NodeInference node) {
    return node.inputTypes().stream().allMatch(Inferring::isSmall)
        && node.outputTypes().stream().allMatch(Inferring::isSmall);
  }

  private static boolean isSmall(ValueType.OfTensor type) {
    Shape shape = type.shape();
    return shape != null && shape.isStatic() && shape.elements() <= SMALL;
  }

  private static boolean growsLittle(NodeInference node) {
    double before = node.inputTypes().stream().mapToDouble(Inferring::bytes).sum();
    double after = node.outputTypes().stream().mapToDouble(Inferring::bytes).sum();
    return after <= Math.max(before, FREE_BYTES) && Math.max(before, after) < Integer.MAX_VALUE;
  }

  private static double bytes(ValueType.OfTensor type) {
    Shape shape = type.shape();
    if (shape == null || !shape.isStatic()) {
      return Double.POSITIVE_INFINITY;
    }
    return shape.elements() * (double) type.elementType().bits() / 8;
  }
}
