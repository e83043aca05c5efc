package dev.brisk.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tests that do not pass, by name, or by the beginning of the name and a star; with reasons. */
final class Exclusions {
  /** How the reason of a test begins that may pass as well. */
  static final String SOMETIMES = "sometimes:";

  private final Map<String, String> reasons;

  private Exclusions(Map<String, String> reasons) {
    this.reasons = reasons;
  }

  /** Reads a list; no file is an empty one. */
  static Exclusions read(Path file) throws IOException {
    Map<String, String> reasons = new TreeMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        int space = line.indexOf(' ');
        if (!line.isBlank() && !line.startsWith("#")) {
          if (space < 0) {
            throw new IllegalStateException("No reason beside '" + line + "' in " + file);
          }
          reasons.put(line.substring(0, space), line.substring(space).strip());
        }
      }
    }
    return new Exclusions(reasons);
  }

  /** Why a test is listed; null if it is not. */
  @Nullable String reason(String test) {
    String entry = entry(test);
    return entry == null ? null : reasons.get(entry);
  }

  private @Nullable String entry(String test) {
    if (reasons.containsKey(test)) {
      return test;
    }
    for (String entry : reasons.keySet()) {
      if (entry.endsWith("*") && test.startsWith(entry.substring(0, entry.length() - 1))) {
        return entry;
      }
    }
    return null;
  }

  /** Lets those that may pass as well be failed ones. */
  void settle(Map<OperatorCase, String> failures) {
    failures.replaceAll(
        (test, failure) -> {
          String reason = failure.isEmpty() ? reason(test.name()) : null;
          return reason != null && reason.startsWith(SOMETIMES) ? reason : failure;
        });
  }

  /** What the list says wrongly or does not say. */
  List<String> misfits(Map<OperatorCase, String> failures) {
    List<String> misfits = new ArrayList<>();
    Map<String, Boolean> used = new LinkedHashMap<>();
    reasons.keySet().forEach(entry -> used.put(entry, false));
    failures.forEach(
        (test, failure) -> {
          String entry = entry(test.name());
          if (entry == null && !failure.isEmpty()) {
            misfits.add(test.name() + ": " + failure);
          } else if (entry != null && failure.isEmpty()) {
            misfits.add(test.name() + " passes, but is listed by " + entry);
          }
          if (entry != null) {
            used.put(entry, true);
          }
        });
    used.forEach((entry, hit) -> misfits.addAll(hit ? List.of() : List.of("no test: " + entry)));
    return misfits;
  }

  /** Without those that pass, with those that fail and are not there. */
  Exclusions updated(Map<OperatorCase, String> failures) {
    Map<String, String> changed = new TreeMap<>();
    failures.forEach(
        (test, failure) -> {
          if (!failure.isEmpty()) {
            String entry = entry(test.name());
            String reason = entry == null ? failure.replaceAll("\\s+", " ") : reasons.get(entry);
            changed.put(entry == null ? test.name() : entry, reason);
          }
        });
    return new Exclusions(changed);
  }

  void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder("# operator tests that do not pass, each with why\n");
    reasons.forEach((test, reason) -> text.append(test).append(' ').append(reason).append('\n'));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text);
  }
}
