package dev.brisk.internal.profile;

import dev.brisk.Model;
import dev.brisk.Profile;
import dev.brisk.Profile.Operator;
import dev.brisk.Profile.Pauses;
import dev.brisk.Profile.Request;
import dev.brisk.Roofline;
import dev.brisk.Roofline.Bound;
import dev.brisk.RunTrace;
import dev.brisk.graph.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes a profile of what was measured. */
final class Analysis {
  /** Below such a share of the roofline, it is not what binds. */
  private static final double NEAR = 0.1;

  /** What is shorter and far below the roofline is mostly the call and its measuring. */
  private static final long SHORT_NANOS = 10_000;

  private final Model model;
  private final Work work;
  private final Roofline roofline;

  /** What was measured, where. */
  record Setting(String accelerator, int threads, int processors, Pauses pauses) {}

  /** What a kernel took in some runs. */
  private static final class Sum {
    long calls;
    long nanos;
    long bytes;
  }

  Analysis(Model model, Work work, Roofline roofline) {
    this.model = model;
    this.work = work;
    this.roofline = roofline;
  }

  Profile profile(List<RunTrace> traces, Setting setting) {
    List<RunTrace> quick = quickerHalf(traces);
    Map<Kernel, Sum> sums = sums(quick);
    Map<Kernel, List<Node>> nodes = Coverage.of(model.graph(), sums.keySet(), work::macs);
    Duration run = mean(quick, RunTrace::run);
    List<Operator> operators = new ArrayList<>();
    sums.forEach(
        (kernel, sum) ->
            operators.add(
                operator(kernel, nodes.getOrDefault(kernel, List.of()), sum, quick.size(), run)));
    operators.sort(Comparator.comparing(Operator::self).reversed());
    long attributed = operators.stream().mapToLong(Operator::flops).sum();
    Profile profile =
        new Profile(
            setting.accelerator(),
            setting.threads(),
            setting.processors(),
            run,
            operators,
            new Request(median(traces, RunTrace::input), run, median(traces, RunTrace::output)),
            roofline,
            work.flops() - attributed,
            setting.pauses(),
            List.of(),
            traces);
    return Advice.added(profile);
  }

  /** In their order; what disturbs single runs does not count. */
  private static List<RunTrace> quickerHalf(List<RunTrace> traces) {
    return traces.stream()
        .sorted(Comparator.comparing(RunTrace::run))
        .limit((traces.size() + 1) / 2)
        .sorted(Comparator.comparing(RunTrace::start))
        .toList();
  }

  private static Map<Kernel, Sum> sums(List<RunTrace> traces) {
    Map<Kernel, Sum> sums = new LinkedHashMap<>();
    for (RunTrace trace : traces) {
      for (SelfTimes.Self self : SelfTimes.of(trace)) {
        Sum sum = sums.computeIfAbsent(Kernel.of(self.call()), key -> new Sum());
        sum.calls++;
        sum.nanos += self.nanos();
        sum.bytes += self.call().bytes().orElse(0);
      }
    }
    return sums;
  }

  private static Duration mean(List<RunTrace> traces, Function<RunTrace, Duration> part) {
    Duration sum = traces.stream().map(part).reduce(Duration.ZERO, Duration::plus);
    return sum.dividedBy(traces.size());
  }

  private static Duration median(List<RunTrace> traces, Function<RunTrace, Duration> part) {
    return traces.stream().map(part).sorted().toList().get(traces.size() / 2);
  }

  private Operator operator(Kernel kernel, List<Node> nodes, Sum sum, int runs, Duration run) {
    Duration self = Duration.ofNanos(sum.nanos / runs);
    long flops = work.flops(nodes);
    long bytes = nodes.isEmpty() ? sum.bytes / runs : work.bytes(nodes);
    long operations = work.operations(nodes);
    double least = roofline.leastSeconds((double) operations, bytes, kernel.isInteger());
    double seconds = self.toNanos() / 1e9;
    double efficiency = seconds > 0 ? Math.min(1, least / seconds) : 0;
    return new Operator(
        nodes.isEmpty() ? kernel.node() : nodes.get(0).label(),
        kernel.type(),
        kernel.device(),
        nodes.stream().map(Node::label).toList(),
        (double) sum.calls / runs,
        self,
        run.isZero() ? 0 : (double) self.toNanos() / run.toNanos(),
        flops,
        operations,
        bytes,
        kernel.isInteger(),
        kernel.isConversion()
            ? Bound.CONVERSION
            : bound(
                roofline.bound((double) operations, bytes, kernel.isInteger()),
                efficiency,
                sum.nanos / Math.max(1, sum.calls)),
        efficiency);
  }

  private static Bound bound(Bound ceiling, double efficiency, long nanos) {
    if (efficiency >= NEAR || (ceiling != Bound.COMPUTE && ceiling != Bound.MEMORY)) {
      return ceiling;
    }
    return nanos < SHORT_NANOS ? Bound.OVERHEAD : Bound.KERNEL;
  }
}
