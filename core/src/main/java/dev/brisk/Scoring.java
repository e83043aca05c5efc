package dev.brisk;

/** Scores models on the user's data, such as by the percentage of right answers. */
@FunctionalInterface
public interface Scoring {
  /**
   * Scores a model: the same for the same model each time.
   *
   * @param model the model
   * @param executable the model compiled, to be run and not to be closed
   * @param progress to be told how far it is; what it throws must pass through
   */
  Score score(Model model, Executable executable, Progress progress);
}
