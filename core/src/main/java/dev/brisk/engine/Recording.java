package dev.brisk.engine;

import dev.brisk.KernelRun;
import dev.brisk.RunTrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Makes a trace of when the steps of a run began. */
final class Recording {
  private Recording() {}

  /**
   * @param starts in nanoseconds, and last the end of the run
   */
  static RunTrace of(List<Step> steps, long[] starts, String device) {
    List<KernelRun> kernels = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      kernels.add(
          new KernelRun(
              name(step),
              i,
              origin(step),
              kernel(step),
              device,
              Thread.currentThread().getId(),
              Duration.ofNanos(starts[i]),
              Duration.ofNanos(starts[i + 1] - starts[i]),
              OptionalLong.empty()));
    }
    Duration start = Duration.ofNanos(starts[0]);
    Duration run = Duration.ofNanos(starts[steps.size()] - starts[0]);
    return new RunTrace(start, Duration.ZERO, run, Duration.ZERO, kernels);
  }

  private static String origin(Step step) {
    if (step instanceof Step.OfNode node) {
      return node.island().node().label();
    }
    Fused operator = ((Step.OfKernel) step).operator();
    return operator == null ? "" : operator.node().label();
  }

  private static String name(Step step) {
    String origin = origin(step);
    return origin.isEmpty() ? "reorder of " + ((Step.OfKernel) step).value() : origin;
  }

  private static String kernel(Step step) {
    if (step instanceof Step.OfNode node) {
      return node.island().node().operator() + ":interpreted";
    }
    Fused operator = ((Step.OfKernel) step).operator();
    String type = operator == null ? "Reorder" : operator.node().operator();
    return type + ":" + step.how();
  }
}
