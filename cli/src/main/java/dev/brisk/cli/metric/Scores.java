package dev.brisk.cli.metric;

/** What scores say of classes. */
final class Scores {
  private Scores() {}

  /** The class with the highest score, of equal ones the first; -1 if none is a number. */
  static int best(float[] scores) {
    int best = -1;
    for (int i = 0; i < scores.length; i++) {
      if (!Float.isNaN(scores[i]) && (best < 0 || scores[i] > scores[best])) {
        best = i;
      }
    }
    return best;
  }

  /** Whether a class is among the k with the highest scores, of equal ones the first. */
  static boolean among(float[] scores, int label, int k) {
    int ahead = 0;
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] > scores[label] || (scores[i] == scores[label] && i < label)) {
        ahead++;
      }
    }
    return !Float.isNaN(scores[label]) && ahead < k;
  }
}
