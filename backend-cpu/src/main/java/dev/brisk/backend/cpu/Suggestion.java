package dev.brisk.backend.cpu;

import java.util.Collection;

/** What an unknown name may have been meant to be. */
final class Suggestion {
  private Suggestion() {}

  /** A clause that names the nearest of the known names if one is near, else all of them. */
  static String among(Collection<String> known, String unknown) {
    String nearest = "";
    int best = Math.max(2, unknown.length() / 3) + 1;
    for (String name : known) {
      int distance = distance(name, unknown);
      if (distance < best) {
        best = distance;
        nearest = name;
      }
    }
    return nearest.isEmpty() ? "; there are " + known : "; did you mean '" + nearest + "'?";
  }

  /** The least number of letters to insert, delete or replace (Levenshtein 1966). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
