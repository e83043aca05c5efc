package dev.brisk.quantization.calibration;

import dev.brisk.Accelerator;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.util.List;

/** How many threads an accelerator uses for a run if it is not told. */
final class Threads {
  private Threads() {}

  /** Learned from a model of one node; 1 where the accelerator does not say. */
  static int of(Accelerator accelerator) {
    try (Executable executable = accelerator.compile(smallest())) {
      String threads = executable.settings().get("threads");
      return threads != null && threads.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(threads) : 1;
    }
  }

  private static Model smallest() {
    Graph graph =
        Graph.builder("threads")
            .input(Value.tensor("x", ElementType.FLOAT32, Shape.of(1)))
            .node(Node.of("Relu", "y", List.of("x"), List.of("y")))
            .output("y", ElementType.FLOAT32, Shape.of(1))
            .build();
    return Model.of(graph, ModelInfo.of(13));
  }
}
