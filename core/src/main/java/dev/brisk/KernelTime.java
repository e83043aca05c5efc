package dev.brisk;

import java.time.Duration;
import java.util.Arrays;

/**
 * What a runtime's kernel took in some runs of a model.
 *
 * @param node the node's name in the compiled model, as the runtime reports it
 * @param kernel the kernel's operator type, such as {@code QLinearConv}
 * @param device what ran it, as the runtime names it
 * @param calls how often it ran
 * @param total the time of all calls together
 * @param typical the time of one call that nothing disturbed: the mean of the faster half of calls
 */
public record KernelTime(
    String node, String kernel, String device, long calls, Duration total, Duration typical) {

  /**
   * The times of some calls of a kernel.
   *
   * @param nanos what each call took, at least one
   */
  public static KernelTime of(String node, String kernel, String device, long... nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    int half = (sorted.length + 1) / 2;
    long typical = Arrays.stream(sorted, 0, half).sum() / half;
    return new KernelTime(
        node,
        kernel,
        device,
        sorted.length,
        Duration.ofNanos(Arrays.stream(sorted).sum()),
        Duration.ofNanos(typical));
  }
}
