package dev.brisk.internal.profile;

import dev.brisk.KernelRun;
import dev.brisk.RunTrace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What kernels take themselves: each moment of a run belongs to the kernel that runs then, not to
 * those that called it, in equal parts where several run side by side. So the times of all kernels
 * and the time in which none runs are the time of the run, whatever the runtime's clock rounds.
 */
final class SelfTimes {
  private static final Comparator<KernelRun> INWARD =
      Comparator.comparing(KernelRun::start)
          .thenComparing(Comparator.comparing(KernelRun::end).reversed());

  private final List<KernelRun> calls;
  private final long[] nanos;

  /** By thread, those that run, the innermost last: the one that began last, ended first. */
  private final Map<Long, NavigableSet<Integer>> running = new HashMap<>();

  private SelfTimes(List<KernelRun> calls) {
    this.calls = calls;
    this.nanos = new long[calls.size()];
  }

  /** The own time of a call. */
  record Self(KernelRun call, long nanos) {}

  /** A call begins or ends. */
  private record Change(long at, int call, boolean begins) {}

  /** The own times of a run's calls. */
  static List<Self> of(RunTrace run) {
    SelfTimes times = new SelfTimes(run.kernels());
    long begin = run.start().plus(run.input()).toNanos();
    times.divide(begin, begin + run.run().toNanos());
    List<Self> selves = new ArrayList<>();
    for (int i = 0; i < times.nanos.length; i++) {
      selves.add(new Self(times.calls.get(i), times.nanos[i]));
    }
    return selves;
  }

  private void divide(long begin, long end) {
    long last = begin;
    for (Change change : changes(begin, end)) {
      share(change.at() - last);
      last = change.at();
      KernelRun call = calls.get(change.call());
      NavigableSet<Integer> thread =
          running.computeIfAbsent(call.thread(), key -> new TreeSet<>(this::inward));
      if (change.begins()) {
        thread.add(change.call());
      } else {
        thread.remove(change.call());
      }
    }
  }

  private List<Change> changes(long begin, long end) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      KernelRun call = calls.get(i);
      changes.add(new Change(within(call.start().toNanos(), begin, end), i, true));
      changes.add(new Change(within(call.end().toNanos(), begin, end), i, false));
    }
    changes.sort(Comparator.comparingLong(Change::at));
    return changes;
  }

  private static long within(long time, long begin, long end) {
    return Math.max(begin, Math.min(end, time));
  }

  private int inward(int one, int other) {
    KernelRun a = calls.get(one);
    KernelRun b = calls.get(other);
    int byTime = INWARD.compare(a, b);
    return byTime != 0 ? byTime : Integer.compare(one, other);
  }

  /** What does not divide evenly goes to the first ones. */
  private void share(long time) {
    int[] innermost =
        running.values().stream()
            .filter(thread -> !thread.isEmpty())
            .mapToInt(NavigableSet::last)
            .sorted()
            .toArray();
    for (int i = 0; i < innermost.length; i++) {
      nanos[innermost[i]] += time / innermost.length + (i < time % innermost.length ? 1 : 0);
    }
  }
}
