package dev.brisk.cli.evaluation;

import dev.brisk.BriskException;
import dev.brisk.CancelledException;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.Tracing;
import dev.brisk.cli.data.Sample;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.spi.Activity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs a model on samples and gives the elements of one output for each, as if each ran alone. Runs
 * several at once where the model takes a batch and a trial shows that they do not change one
 * another. For one thread.
 */
final class SampleRunner implements AutoCloseable {
  /** Batching changes the order of float additions, so a trial may differ a little. */
  private static final double TOLERANCE = 1e-2;

  private final String model;
  private final Executable executable;
  private final String output;
  private boolean batches;
  private boolean tried;

  SampleRunner(Model model, Executable executable, String output) {
    this.model = model.graph().name();
    this.executable = executable;
    this.output = output;
    batches = takesBatches(model) && !rangesOverBatch(model.graph());
  }

  /** The output's elements for each sample. */
  List<float[]> run(List<Sample> samples) {
    if (!batches || samples.size() < 2) {
      return samples.stream().map(this::single).toList();
    }
    if (!tried) {
      tried = true;
      batches = standsTrial(samples);
      return run(samples);
    }
    return batch(samples);
  }

  private static boolean takesBatches(Model model) {
    return model.inputs().stream()
        .allMatch(
            input -> input.shape() != null && input.shape().rank() > 0 && input.shape().dim(0) < 0);
  }

  /** Whether a value's range is measured at run time, over all samples of a batch. */
  private static boolean rangesOverBatch(Graph graph) {
    for (Node node : graph.nodes()) {
      if (node.operator().startsWith("DynamicQuantize")
          || node.subgraphs().stream().anyMatch(SampleRunner::rangesOverBatch)) {
        return true;
      }
    }
    return false;
  }

  private boolean standsTrial(List<Sample> samples) {
    try {
      List<float[]> together = batch(samples);
      for (int i : new int[] {0, samples.size() - 1}) {
        if (!near(single(samples.get(i)), together.get(i))) {
          return false;
        }
      }
      return true;
    } catch (CancelledException e) {
      throw e;
    } catch (BriskException e) {
      return false; // A fixed batch inside; what is wrong with a sample shows when it runs alone.
    }
  }

  private static boolean near(float[] alone, float[] together) {
    double largest = 0;
    for (float value : alone) {
      largest = Math.max(largest, Math.abs(value));
    }
    boolean near = alone.length == together.length;
    for (int i = 0; near && i < alone.length; i++) {
      near = Math.abs(alone[i] - together[i]) <= TOLERANCE * largest;
    }
    return near;
  }

  private float[] single(Sample sample) {
    return run(sample.inputs());
  }

  private List<float[]> batch(List<Sample> samples) {
    Activity batch =
        new Activity(Activity.Kind.BATCH, model, executable.toString(), samples.size());
    float[] all = Tracing.during(batch, () -> run(Batch.of(samples)));
    int size = all.length / samples.size();
    List<float[]> parts = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      parts.add(Arrays.copyOfRange(all, i * size, (i + 1) * size));
    }
    return parts;
  }

  private float[] run(Map<String, Tensor> inputs) {
    Map<String, Tensor> outputs = executable.run(inputs);
    try {
      return Objects.requireNonNull(outputs.get(output), output).toFloatArray();
    } finally {
      outputs.values().forEach(Tensor::close);
    }
  }

  @Override
  public void close() {
    executable.close();
  }
}
