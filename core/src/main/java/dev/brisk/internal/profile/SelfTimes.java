package dev.brisk.internal.profile;

import dev.brisk.KernelRun;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What kernels take themselves: without the kernels that run within them on the same thread. */
final class SelfTimes {
  private SelfTimes() {}

  /** The own time of a call. */
  record Self(KernelRun call, long nanos) {}

  /**
   * The own times.
   *
   * @param calls by their start; one that another called comes after that one
   */
  static List<Self> of(List<KernelRun> calls) {
    Map<Long, Deque<Integer>> open = new HashMap<>();
    long[] nanos = new long[calls.size()];
    for (int i = 0; i < nanos.length; i++) {
      KernelRun call = calls.get(i);
      nanos[i] = call.taken().toNanos();
      Deque<Integer> around = open.computeIfAbsent(call.thread(), key -> new ArrayDeque<>());
      while (!around.isEmpty() && calls.get(around.peek()).end().compareTo(call.start()) <= 0) {
        around.pop();
      }
      if (!around.isEmpty()) {
        nanos[around.peek()] -= nanos[i];
      }
      around.push(i);
    }
    List<Self> selves = new ArrayList<>();
    for (int i = 0; i < nanos.length; i++) {
      selves.add(new Self(calls.get(i), Math.max(0, nanos[i])));
    }
    return selves;
  }
}
