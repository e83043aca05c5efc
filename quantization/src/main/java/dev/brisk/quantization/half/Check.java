package dev.brisk.quantization.half;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.InvalidModelException;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.RunFailedException;
import dev.brisk.Tensor;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Node;
import dev.brisk.op.Costs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs the converted model on samples and takes nodes back to float32 where numbers that are not
 * finite, or gross errors, first appear. It runs on the accelerator, and a few samples also on the
 * JVM, which rounds each value as the standard says, where others may keep more precision than
 * asked for.
 */
final class Check {
  private static final int MOST_ROUNDS = 8;
  private static final int MOST_ON_JVM = 4;

  /** The multiply-adds that the JVM may spend. */
  private static final long MACS_ON_JVM = 400_000_000;

  private static final int MOST_LOCATED_ON = 4;
  private static final String JVM = "reference";

  private final HalfFormat format;
  private final HalfTensors tensors;
  private final Model tidy;
  private final Region region;
  private final List<String> warnings = new ArrayList<>();

  Check(HalfFormat format, HalfTensors tensors, Model tidy, Region region) {
    this.format = format;
    this.tensors = tensors;
    this.tidy = tidy;
    this.region = region;
  }

  /** Changes what is decided of the region's nodes; gives what the user should know besides. */
  List<String> run(
      Collection<Map<String, Tensor>> samples, Accelerator accelerator, Progress progress) {
    if (region.isFloat()) {
      return warnings;
    }
    Collection<Map<String, Tensor>> few = first(samples, onJvm());
    boolean isJvm = accelerator.name().equals(JVM);
    if (!isJvm) {
      runOn(accelerator, samples, progress);
    }
    if (!few.isEmpty()) {
      runOn(isJvm ? accelerator : Accelerators.named(JVM), few, progress);
    }
    return warnings;
  }

  private int onJvm() {
    long macs = Costs.macs(tidy, Map.of()).values().stream().mapToLong(Long::longValue).sum();
    return (int) Math.min(MOST_ON_JVM, MACS_ON_JVM / Math.max(1, macs));
  }

  private static Collection<Map<String, Tensor>> first(
      Collection<Map<String, Tensor>> samples, int most) {
    return samples.stream().limit(most).toList();
  }

  private void runOn(
      Accelerator accelerator, Collection<Map<String, Tensor>> samples, Progress progress) {
    try {
      repair(accelerator, samples, progress);
    } catch (UnsupportedModelException | InvalidModelException | RunFailedException e) {
      warnings.add(
          "Accelerator %s cannot run the model in %s: %s"
              .formatted(accelerator.name(), format, e.getMessage()));
    }
  }

  private void repair(
      Accelerator accelerator, Collection<Map<String, Tensor>> samples, Progress progress) {
    Trial trial = new Trial(tidy, accelerator, samples, progress);
    Trial small = new Trial(tidy, accelerator, first(samples, MOST_LOCATED_ON), Progress.NONE);
    Map<String, Deviation> outputs = trial.outputs(converted(Set.of()));
    for (int round = 0; round < MOST_ROUNDS && isGross(outputs); round++) {
      if (!takeBack(small)) {
        break;
      }
      outputs = trial.outputs(converted(Set.of()));
    }
    outputs.forEach(
        (name, deviation) -> {
          if (deviation.exceeds(format.gross())) {
            warnings.add(
                "Output '%s' is %s on the samples, run on %s"
                    .formatted(name, deviation, accelerator.name()));
          }
        });
  }

  private boolean isGross(Map<String, Deviation> outputs) {
    return outputs.values().stream().anyMatch(output -> output.exceeds(format.gross()));
  }

  private Model converted(Set<String> revealed) {
    return tidy.withGraph(HalfWriter.write(region, format, tensors, Set.of(), revealed));
  }

  /** Takes back the nodes after which it first goes wrong; whether there was any. */
  private boolean takeBack(Trial trial) {
    Set<String> values = new LinkedHashSet<>();
    for (Node node : region.graph().nodes()) {
      node.outputs().stream().filter(region::isFloat).forEach(values::add);
    }
    Map<String, Deviation> deviations = trial.values(converted(values), values);
    boolean found = false;
    for (Node node : region.graph().nodes()) {
      Optional<Deviation> wrong = wrong(node.outputs(), deviations);
      if (wrong.isPresent() && wrong(node.inputs(), deviations).isEmpty()) {
        found |= keep(node, wrong.get());
      }
    }
    return found;
  }

  private Optional<Deviation> wrong(List<String> values, Map<String, Deviation> deviations) {
    return values.stream()
        .filter(deviations::containsKey)
        .map(deviations::get)
        .filter(deviation -> deviation.exceeds(format.gross()))
        .findFirst();
  }

  /** Takes a node back, or those that made what it reads where that was not enough. */
  private boolean keep(Node node, Deviation deviation) {
    String reason = "its results were %s in %s".formatted(deviation, format);
    if (region.keep(node, reason)) {
      return true;
    }
    boolean found = false;
    for (String input : node.inputs()) {
      Node producer = region.graph().producer(input);
      found |=
          producer != null
              && region.keep(
                  producer,
                  "the results of '%s' were %s otherwise".formatted(node.label(), deviation));
    }
    return found;
  }
}
