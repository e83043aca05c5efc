package dev.brisk.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody who mistyped a name probably meant. */
public final class Suggestions {
  private Suggestions() {}

  /** The allowed name nearest to the one found, if it is near enough to be meant. */
  public static Optional<String> nearest(String found, Collection<String> allowed) {
    int bound = Math.max(1, found.length() / 3);
    return allowed.stream()
        .filter(name -> distance(found, name) <= bound)
        .min(Comparator.comparingInt(name -> distance(found, name)));
  }

  /** A clause to put behind an error: {@code ; did you mean "fit"?}, or nothing. */
  public static String clause(String found, Collection<String> allowed) {
    return nearest(found, allowed).map(name -> "; did you mean \"" + name + "\"?").orElse("");
  }

  /** As {@link #clause}, or where no name is near enough, a clause that lists them all. */
  public static String clauseOrAll(String found, Collection<String> allowed) {
    String clause = clause(found, allowed);
    return clause.isEmpty() ? "; there are " + allowed : clause;
  }

  /**
   * The optimal string alignment distance, ignoring case: insertions, deletions, replacements and
   * swaps of neighbours cost one each.
   */
  static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cell(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cell(int[][] cost, String a, String b, int i, int j) {
    int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
