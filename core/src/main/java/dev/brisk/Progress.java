package dev.brisk;

/**
 * Told how far some long work is. Called from the working thread after each step, which may be
 * often where steps are short: a listener that takes time should pass over most calls. To cancel
 * the work, throw {@link CancelledException} from here or interrupt the working thread.
 */
@FunctionalInterface
public interface Progress {
  /** Ignores what it is told. */
  Progress NONE = (stage, done, total) -> {};

  /**
   * Takes news of the work.
   *
   * @param stage what is being done, in a few words
   * @param done the steps done in this stage
   * @param total the steps of this stage; 0 if unknown
   */
  void update(String stage, long done, long total);
}
