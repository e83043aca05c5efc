package dev.brisk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brisk.InvalidInputException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PairedCommandTest {
  @Test
  void rounds_measureBothSides() throws IOException {
    PairedRounds.Outcome outcome;
    try (Session left = Side.parse("bound").open(Workload.TINY, 1);
        Session right = Side.parse("raw:int8").open(Workload.TINY, 1)) {
      outcome = new PairedRounds(1_000_000).measure(left, right, 3);
    }
    assertThat(outcome.left().medians()).hasSize(3).allMatch(nanos -> nanos > 0);
    assertThat(outcome.right().fastest()).hasSize(3).allMatch(nanos -> nanos > 0);

    JsonNode fork = Results.JSON.valueToTree(outcome);
    Comparison comparison = Comparison.of(List.of(fork, fork));
    assertThat(comparison.ratio().low()).isLessThanOrEqualTo(comparison.ratio().high());
    assertThat(comparison.table("title", "bound", "raw:int8")).contains("bound / raw:int8");
  }

  @Test
  void spread_interpolatesBetweenValues() {
    Spread spread = Spread.of(List.of(3.0, 1.0, 2.0));
    assertThat(spread).isEqualTo(new Spread(1.1, 2.0, 2.9));
  }

  @Test
  void unknownSide_isRefusedWithTheChoices() {
    assertThatThrownBy(() -> Side.parse("rare:int8"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("RAW")
        .hasMessageContaining("INT8")
        .hasMessageContaining("rare:int8");
  }
}
