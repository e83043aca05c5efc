package dev.brisk.cli.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** An object that a model claims to see. */
record Detection(int type, double score, Box box) {
  static final Comparator<Detection> BEST_FIRST =
      Comparator.comparingDouble(Detection::score).reversed();

  /**
   * Non-maximum suppression within each class: goes through the detections from the best on and
   * drops those that overlap a kept one of their class by more than the limit.
   *
   * @param most how many are kept at most, the best
   */
  static List<Detection> suppress(List<Detection> all, double limit, int most) {
    List<Detection> sorted = new ArrayList<>(all);
    sorted.sort(BEST_FIRST);
    List<Detection> kept = new ArrayList<>();
    for (Detection candidate : sorted) {
      if (kept.size() == most) {
        break;
      }
      if (kept.stream().noneMatch(better -> better.covers(candidate, limit))) {
        kept.add(candidate);
      }
    }
    return kept;
  }

  private boolean covers(Detection other, double limit) {
    return type == other.type && box.overlap(other.box) > limit;
  }
}
