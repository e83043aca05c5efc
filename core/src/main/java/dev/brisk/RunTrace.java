package dev.brisk;

import java.time.Duration;
import java.util.ArrayList;
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
