package dev.brisk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionsTest {
  @ParameterizedTest
  @CsvSource({
    "fit,fit,0",
    "Fit,fit,0",
    "modle,model,1",
    "kitten,sitting,3",
    "a,abc,2",
    "strech,stretch,1",
  })
  void distance_countsEdits(String left, String right, int expected) {
    assertThat(Suggestions.distance(left, right)).isEqualTo(expected);
    assertThat(Suggestions.distance(right, left)).isEqualTo(expected);
  }

  @Test
  void nearest_isNothingWhereNothingIsNear() {
    assertThat(Suggestions.nearest("colour", List.of("size", "fit"))).isEmpty();
  }

  @Test
  void clause_asksForTheNearest() {
    assertThat(Suggestions.clause("sise", List.of("fit", "size")))
        .isEqualTo("; did you mean \"size\"?");
  }

  @Test
  void clauseOrAll_listsAllWhereNothingIsNear() {
    assertThat(Suggestions.clauseOrAll("sise", List.of("fit", "size")))
        .isEqualTo("; did you mean \"size\"?");
    assertThat(Suggestions.clauseOrAll("colour", List.of("fit", "size")))
        .isEqualTo("; there are [fit, size]");
  }
}
