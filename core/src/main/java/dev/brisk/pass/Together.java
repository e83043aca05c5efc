package dev.brisk.pass;

import dev.brisk.Model;
import dev.brisk.graph.GraphPatch;
import java.util.List;

/** Passes that find new work in each other's results: it ends when none of them finds any. */
final class Together implements Pass {
  private final String name;
  private final List<Pass> passes;

  Together(String name, Pass... passes) {
    this.name = name;
    this.passes = List.of(passes);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public GraphPatch next(Model model) {
    for (Pass pass : passes) {
      GraphPatch patch = pass.next(model);
      if (!patch.isEmpty()) {
        return patch;
      }
    }
    return new GraphPatch();
  }
}
