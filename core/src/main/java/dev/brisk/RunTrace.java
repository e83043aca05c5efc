package dev.brisk;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * What happened in one request for a run: first the inputs were handed over, then the model ran,
 * then the outputs were taken.
 *
 * @param start when it began, counted from the start of the first request
 * @param input from the start of the request to that of the run
 * @param run the run itself
 * @param output from the end of the run to that of the request
 * @param kernels the kernels by their start; one that another called comes after that one
 */
public record RunTrace(
    Duration start, Duration input, Duration run, Duration output, List<KernelRun> kernels) {
  public RunTrace {
    kernels = List.copyOf(kernels);
  }

  /** The whole request. */
  public Duration request() {
    return input.plus(run).plus(output);
  }

  /**
   * The kernels as they lie within the run and within each other: what a coarse clock lets stick
   * out of what is around it on its thread is cut off.
   */
  public List<KernelRun> nested() {
    Duration from = start.plus(input);
    Duration to = from.plus(run);
    Map<Long, Deque<Duration>> open = new HashMap<>();
    List<KernelRun> nested = new ArrayList<>();
    for (KernelRun kernel : kernels) {
      Deque<Duration> around = open.computeIfAbsent(kernel.thread(), key -> new ArrayDeque<>());
      Duration begin = later(from, kernel.start());
      while (!around.isEmpty() && around.element().compareTo(begin) <= 0) {
        around.pop();
      }
      Duration limit = around.isEmpty() ? to : around.element();
      begin = begin.compareTo(limit) < 0 ? begin : limit;
      Duration end = kernel.end().compareTo(limit) < 0 ? later(begin, kernel.end()) : limit;
      around.push(end);
      nested.add(kernel.at(begin, end.minus(begin)));
    }
    return nested;
  }

  private static Duration later(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? b : a;
  }

  private record Key(int index, String node, String kernel, String device) {}

  /** The times of all runs together, in the order in which the kernels first ran. */
  static List<KernelTime> times(List<RunTrace> runs) {
    Map<Key, LongStream.Builder> nanos = new LinkedHashMap<>();
    for (RunTrace run : runs) {
      for (KernelRun call : run.kernels()) {
        nanos
            .computeIfAbsent(
                new Key(call.index(), call.node(), call.kernel(), call.device()),
                key -> LongStream.builder())
            .add(call.taken().toNanos());
      }
    }
    List<KernelTime> times = new ArrayList<>();
    nanos.forEach(
        (key, calls) ->
            times.add(
                KernelTime.of(key.node(), key.kernel(), key.device(), calls.build().toArray())));
    return times;
  }
}
