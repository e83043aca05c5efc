package dev.brisk.conformance;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/**
 * One check of a contract.
 *
 * @param name what an exclusion names it by
 */
record Case(String name, Executable check) {
  /** The cases as tests; an excluded one is aborted with its reason. */
  static Stream<DynamicTest> tests(List<Case> cases, Map<String, String> exclusions) {
    return cases.stream()
        .map(
            one -> {
              String reason = exclusions.get(one.name());
              return DynamicTest.dynamicTest(
                  one.name(),
                  reason == null ? one.check() : () -> Assumptions.abort("excluded: " + reason));
            });
  }
}
