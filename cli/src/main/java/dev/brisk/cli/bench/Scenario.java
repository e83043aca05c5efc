package dev.brisk.cli.bench;

import dev.brisk.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A way of putting load on contenders. */
interface Scenario {
  /**
   * Measures contenders, interleaved so that what disturbs the machine disturbs all alike.
   *
   * @param contenders compiled, bound and warm
   * @return a measurement each, in their order
   */
  List<Measurement> measure(List<Contender> contenders, Settings settings, Progress progress);

  /** How many threads run a contender at once, of so many that may. */
  default int clients(int threads) {
    return 1;
  }

  /** The order of contenders in a round: each comes first equally often. */
  static <T> List<T> rotated(List<T> all, int round) {
    List<T> order = new ArrayList<>(all);
    Collections.rotate(order, -round);
    return order;
  }
}
