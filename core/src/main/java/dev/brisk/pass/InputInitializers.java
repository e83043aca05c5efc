package dev.brisk.pass;

import dev.brisk.Model;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Value;

/**
 * Makes initializers constant that are also inputs: before version 4, the format asked for an input
 * for every weight, and some exporters still write them. Inputs that a caller must give stay.
 */
final class InputInitializers implements Pass {
  @Override
  public String name() {
    return "input-initializers";
  }

  @Override
  public boolean isExhaustive() {
    return true;
  }

  @Override
  public GraphPatch next(Model model) {
    GraphPatch patch = new GraphPatch();
    for (Value input : model.graph().inputs()) {
      if (model.graph().initializers().containsKey(input.name())) {
        patch.dropInput(input.name());
      }
    }
    return patch;
  }
}
