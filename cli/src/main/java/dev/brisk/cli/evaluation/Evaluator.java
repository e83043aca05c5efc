package dev.brisk.cli.evaluation;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Tensor;
import dev.brisk.cli.data.Sample;
import dev.brisk.cli.data.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Runs models over the same samples, each sample decoded once. A few samples at a time are in
 * memory, however many there are.
 *
 * @param accelerator what the models run on
 * @param options how they are compiled
 * @param progress told how far it is
 */
public record Evaluator(Accelerator accelerator, CompileOptions options, Progress progress) {
  private static final int MOST_AT_ONCE = 64;
  private static final long MOST_BYTES = 8 << 20;

  /** Takes what the models made of a sample. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Takes the measured output of each model.
     *
     * @param outputs the elements, in the order of the models
     */
    void accept(Sample sample, List<float[]> outputs);
  }

  /**
   * Runs models over samples.
   *
   * @param output the output that is measured; all models have it
   * @throws InvalidInputException if there are no samples
   * @throws dev.brisk.CancelledException if cancelled
   */
  public void run(List<Model> models, Samples samples, String output, Listener listener) {
    if (samples.size() == 0) {
      throw new InvalidInputException("There are no samples to evaluate");
    }
    List<SampleRunner> runners = new ArrayList<>();
    try {
      for (Model model : models) {
        runners.add(new SampleRunner(model, accelerator.compile(model, options), output));
      }
      run(runners, samples, listener);
    } finally {
      runners.forEach(SampleRunner::close);
    }
  }

  void run(List<SampleRunner> runners, Samples samples, Listener listener) {
    int size = samples.size();
    int step = together(samples);
    for (int done = 0; done < size; done += step) {
      progress.update("evaluating", done, size);
      List<Sample> chunk =
          IntStream.range(done, Math.min(size, done + step))
              .parallel()
              .mapToObj(samples::get)
              .toList();
      List<List<float[]>> outputs = runners.stream().map(runner -> runner.run(chunk)).toList();
      for (int i = 0; i < chunk.size(); i++) {
        int index = i;
        listener.accept(chunk.get(i), outputs.stream().map(each -> each.get(index)).toList());
      }
    }
    progress.update("evaluating", size, size);
  }

  private static int together(Samples samples) {
    long bytes = samples.get(0).inputs().values().stream().mapToLong(Tensor::byteSize).sum();
    return (int) Math.max(1, Math.min(MOST_AT_ONCE, MOST_BYTES / Math.max(1, bytes)));
  }
}
