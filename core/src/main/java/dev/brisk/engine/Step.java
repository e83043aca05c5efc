package dev.brisk.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One prepared part of a plan. */
sealed interface Step {
  /** What it does, for people. */
  String what();

  /** What runs it, for people. */
  String how();

  /**
   * A kernel's call.
   *
   * @param operator what it computes; null for a copy from one layout to another
   * @param value the value that is copied; "" for an operator
   */
  record OfKernel(
      @Nullable Fused operator,
      String value,
      Kernel kernel,
      List<Root.@Nullable Place> inputs,
      List<Root.@Nullable Place> outputs)
      implements Step {
    @Override
    public String what() {
      return operator == null ? "Reorder [" + value + "]" : operator.toString();
    }

    @Override
    public String how() {
      return kernel.implementation();
    }
  }

  /** A node that is interpreted. */
  record OfNode(
      Island island, List<Root.@Nullable Place> inputs, List<Root.@Nullable Place> outputs)
      implements Step {
    @Override
    public String what() {
      return island.node().operator() + " " + island.inputs() + " -> " + island.outputs();
    }

    @Override
    public String how() {
      return "interpreted";
    }
  }
}
