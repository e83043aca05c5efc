package dev.brisk;

/**
 * How a model is best run on a machine: what {@link Optimizer} found.
 *
 * @param accelerator the name of the accelerator
 * @param options how it compiles
 * @param batch the samples that one run should be given
 * @param instances the runs that should be made at once
 */
public record Tuning(String accelerator, CompileOptions options, int batch, int instances) {
  /**
   * Compiles a model this way.
   *
   * @throws UnavailableException if the accelerator cannot run here
   */
  public Executable compile(Model model) {
    return Accelerators.named(accelerator).compile(model, options);
  }

  /** The accelerator, then the options set, as in {@code name, 2 threads}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(accelerator);
    options.threads().ifPresent(count -> text.append(", ").append(count(count, "thread")));
    options.settings().forEach((name, value) -> text.append(", ").append(name + "=" + value));
    if (instances > 1) {
      text.append(", ").append(instances).append(" runs at once");
    }
    if (batch > 1) {
      text.append(", batches of ").append(batch);
    }
    return text.toString();
  }

  private static String count(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
