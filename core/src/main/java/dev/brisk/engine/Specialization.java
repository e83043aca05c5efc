package dev.brisk.engine;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Value;
import dev.brisk.graph.ValueType;
import dev.brisk.pass.Passes;
import dev.brisk.pass.opset.Opsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A model made for fixed shapes of its inputs, tidied, its decomposed operators joined. */
final class Specialization {
  /** Has Gelu and LayerNormalization, but no Attention, which is products and a Softmax anyway. */
  private static final int OPSET = 22;

  private Specialization() {}

  static Model of(Model model, Map<String, Shape> inputShapes) {
    Graph graph = model.graph();
    List<Value> inputs = new ArrayList<>();
    for (Value input : graph.inputs()) {
      Shape shape = inputShapes.get(input.name());
      ElementType type = input.elementType();
      inputs.add(
          shape == null || type == null ? input : input.withType(ValueType.tensor(type, shape)));
    }
    try {
      return tidied(raised(model.withGraph(graph.toBuilder().inputs(inputs).build())));
    } catch (InvalidModelException e) {
      return model; // shapes that do not fit may be in a branch that is not taken
    }
  }

  private static Model tidied(Model fixed) {
    return QuantizeFirst.apply(
        Passes.apply(
            Passes.CLEANUP, Passes.apply(Passes.FUSION, Passes.apply(Passes.CLEANUP, fixed))));
  }

  /** In a newer operator set, so that there are fewer forms of each operator. */
  private static Model raised(Model model) {
    if (model.opset("") >= OPSET) {
      return model;
    }
    try {
      return Opsets.raise(model, OPSET);
    } catch (UnsupportedModelException e) {
      return model; // runs as it is
    }
  }
}
