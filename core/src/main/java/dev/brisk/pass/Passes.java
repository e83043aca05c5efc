package dev.brisk.pass;

import dev.brisk.InvalidModelException;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import java.util.ArrayList;
import java.util.List;

/** The passes in their order, and the driver that applies and verifies their patches. */
public final class Passes {
  /** What tidies any model without changing its results by more than rounding. */
  public static final List<Pass> CLEANUP = cleanup();

  /**
   * What joins the nodes that exporters write for Attention, Gelu, LayerNormalization,
   * RMSNormalization and Softmax, where the model's operator set has these. Results change by no
   * more than rounding, but that a query of an attention gets zeros for NaN where minus infinity
   * masks all that it could look at. For models that are clean; a list of its own since engines
   * that join nodes when they load a model look for their own patterns.
   */
  public static final List<Pass> FUSION = fusion();

  private Passes() {}

  private static List<Pass> cleanup() {
    List<Pass> graph =
        List.of(
            new ConstantFolding(),
            new UnusedOutputs(),
            new Together("no-ops", new IdentityRemoval(), new Chains()),
            new CommonSubexpressions(),
            new DeadCode(), // what nobody needs must not keep others from being folded
            new MatMulToGemm(),
            new AffineFolding(),
            new PadFolding(),
            new DeadCode());
    List<Pass> all = new ArrayList<>();
    all.add(new FunctionInlining());
    all.add(new InputInitializers());
    all.addAll(graph);
    all.add(new InSubgraphs(graph));
    all.add(new DeadCode());
    return List.copyOf(all);
  }

  private static List<Pass> fusion() {
    Pass common = new CommonSubexpressions();
    List<Pass> graph = List.of(common, new Fusion(), common, new DeadCode());
    List<Pass> all = new ArrayList<>(graph);
    all.add(new InSubgraphs(graph));
    return List.copyOf(all);
  }

  /**
   * Applies passes in turn, each until it has nothing left to change; the graph is verified after
   * each patch.
   *
   * @throws InvalidModelException naming the pass, if a patch breaks the graph or a pass does not
   *     come to an end
   */
  public static Model apply(List<Pass> passes, Model model) {
    Model current = model;
    for (Pass pass : passes) {
      current = exhaust(pass, current);
    }
    return current;
  }

  private static Model exhaust(Pass pass, Model model) {
    Model current = model;
    int limit = 10 + 2 * model.graph().nodes().size();
    for (int i = 0; i < limit; i++) {
      GraphPatch patch = pass.next(current);
      if (patch.isEmpty()) {
        return current;
      }
      current = applied(pass, patch, current);
      if (pass.isExhaustive()) {
        return current;
      }
    }
    throw new InvalidModelException(
        "Pass '%s' still finds changes after %d rounds".formatted(pass.name(), limit));
  }

  /** Before version 4, every initializer had to be an input. */
  private static ModelInfo info(ModelInfo info, Graph graph) {
    boolean fits =
        info.irVersion() >= 4 || graph.initializers().keySet().stream().allMatch(graph::isInput);
    return fits ? info : info.withIrVersion(4);
  }

  private static Model applied(Pass pass, GraphPatch patch, Model model) {
    try {
      Graph graph = patch.apply(model.graph());
      return Model.of(graph, info(pass.info(model.info(), graph), graph));
    } catch (InvalidModelException e) {
      throw new InvalidModelException(
          "Pass '%s' broke the graph: %s".formatted(pass.name(), e.getMessage()), e);
    }
  }
}
