package dev.brisk;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * One call of a runtime's kernel.
 *
 * @param node the node's name in the compiled model, as the runtime reports it
 * @param index tells nodes of one name apart
 * @param origin the label of the user's own node that it was made of, see {@link
 *     dev.brisk.graph.Node#label}; empty if it is the runtime's own or cannot be told
 * @param kernel the kernel's operator type, such as {@code QLinearConv}
 * @param device what ran it, as the runtime names it
 * @param thread the thread that called it, as the runtime numbers it
 * @param start when it began, counted from the start of the first request
 * @param taken how long it took, with the kernels that it called itself
 * @param bytes what it read and wrote, as far as the runtime tells
 */
public record KernelRun(
    String node,
    int index,
    String origin,
    String kernel,
    String device,
    long thread,
    Duration start,
    Duration taken,
    OptionalLong bytes) {
  /** When it ended, counted as {@link #start()}. */
  public Duration end() {
    return start.plus(taken);
  }

  /** The same at another time. */
  KernelRun at(Duration begin, Duration time) {
    return new KernelRun(node, index, origin, kernel, device, thread, begin, time, bytes);
  }
}
