package dev.brisk.pass;

import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;

/**
 * A rewrite of a model that keeps what it computes. Stateless and thread-safe.
 *
 * @see Passes
 */
public interface Pass {
  /** A few words that name it in errors. */
  String name();

  /**
   * The next change, of one place or several that do not touch; an empty patch when there is
   * nothing left to change.
   */
  GraphPatch next(Model model);

  /** What the model says besides its graph once a patch of this pass was applied. */
  default ModelInfo info(ModelInfo info, Graph changed) {
    return info;
  }

  /** Whether one patch holds all that there is to change, so that no other need be asked for. */
  default boolean isExhaustive() {
    return false;
  }
}
