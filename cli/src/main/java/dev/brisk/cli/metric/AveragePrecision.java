package dev.brisk.cli.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The average precision of COCO: for each class, the mean over the recalls 0, 0.01 ... 1 of the
 * best precision at that recall or a higher one; then the mean over the classes that occur. A
 * detection is right if it is the best left for a true box that it overlaps enough (Lin et al.,
 * "Microsoft COCO: Common Objects in Context", and its evaluation rules).
 */
final class AveragePrecision {
  private static final int RECALLS = 101;

  /** What was seen and what there is, of one class in one image. */
  private record Scene(List<Detection> detections, List<Box> truth) {}

  private final Map<Integer, List<Scene>> scenes = new HashMap<>();

  /** Takes an image. */
  void add(List<Detection> detections, Map<Integer, List<Box>> truth) {
    Map<Integer, List<Detection>> seen = new HashMap<>();
    for (Detection detection : detections) {
      seen.computeIfAbsent(detection.type(), type -> new ArrayList<>()).add(detection);
    }
    truth.keySet().forEach(type -> seen.putIfAbsent(type, List.of()));
    seen.forEach(
        (type, found) ->
            scenes
                .computeIfAbsent(type, key -> new ArrayList<>())
                .add(new Scene(found, truth.getOrDefault(type, List.of()))));
  }

  /** The mean over the classes that occur, from 0 to 1, at one overlap; NaN if none occurs. */
  double at(double overlap) {
    return scenes.values().stream()
        .filter(images -> images.stream().anyMatch(scene -> !scene.truth.isEmpty()))
        .mapToDouble(images -> ofClass(images, overlap))
        .average()
        .orElse(Double.NaN);
  }

  /** A detection's score and whether it is right. */
  private record Verdict(double score, boolean right) {}

  private static double ofClass(List<Scene> images, double overlap) {
    List<Verdict> verdicts = new ArrayList<>();
    int truths = 0;
    for (Scene scene : images) {
      judge(scene, overlap, verdicts);
      truths += scene.truth.size();
    }
    verdicts.sort((a, b) -> Double.compare(b.score, a.score));
    return interpolated(verdicts, truths);
  }

  private static void judge(Scene scene, double overlap, List<Verdict> verdicts) {
    boolean[] taken = new boolean[scene.truth.size()];
    List<Detection> sorted = new ArrayList<>(scene.detections);
    sorted.sort(Detection.BEST_FIRST);
    for (Detection detection : sorted) {
      int match = -1;
      double best = overlap;
      for (int i = 0; i < taken.length; i++) {
        double here = detection.box().overlap(scene.truth.get(i));
        if (!taken[i] && here >= best) {
          best = here;
          match = i;
        }
      }
      if (match >= 0) {
        taken[match] = true;
      }
      verdicts.add(new Verdict(detection.score(), match >= 0));
    }
  }

  private static double interpolated(List<Verdict> verdicts, int truths) {
    double[] precisions = new double[verdicts.size()];
    double[] recalls = new double[verdicts.size()];
    int right = 0;
    for (int i = 0; i < precisions.length; i++) {
      right += verdicts.get(i).right ? 1 : 0;
      precisions[i] = (double) right / (i + 1);
      recalls[i] = (double) right / truths;
    }
    for (int i = precisions.length - 2; i >= 0; i--) {
      precisions[i] = Math.max(precisions[i], precisions[i + 1]);
    }
    double sum = 0;
    for (int i = 0; i < RECALLS; i++) {
      int reached = firstAtLeast(recalls, i / (RECALLS - 1.0));
      sum += reached < precisions.length ? precisions[reached] : 0;
    }
    return sum / RECALLS;
  }

  private static int firstAtLeast(double[] ascending, double bound) {
    int found = Arrays.binarySearch(ascending, bound);
    if (found < 0) {
      return -found - 1;
    }
    while (found > 0 && ascending[found - 1] == bound) {
      found--;
    }
    return found;
  }
}
