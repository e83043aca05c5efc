package dev.brisk.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextTableTest {
  @Test
  void toString_alignsColumns() {
    assertThat(new TextTable("Model", "p50").row("a", "1 ms").row("longer", "10 ms").toString())
        .isEqualToNormalizingNewlines(
            """
              Model      p50
              ──────────────
              a         1 ms
              longer   10 ms\
            """);
  }

  @ParameterizedTest
  @CsvSource({"0,0 B", "999,999 B", "1000,1.00 kB", "1370000,1.37 MB", "340000000,340 MB"})
  void bytes_haveThreeDigits(long bytes, String text) {
    assertThat(Units.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.4312,0.431 ms", "4.312,4.31 ms", "43.12,43.1 ms", "431.2,431 ms"})
  void millis_haveThreeDigits(double millis, String text) {
    assertThat(Units.millis(millis)).isEqualTo(text);
  }

  @Test
  void count_hasNoUnitBelowAThousand() {
    assertThat(Units.count(28)).isEqualTo("28");
    assertThat(Units.count(25_600_000)).isEqualTo("25.6 M");
  }

  @Test
  void perSecond_isGrouped() {
    assertThat(Units.perSecond(2310.4)).isEqualTo("2,310 /s");
    assertThat(Units.perSecond(3.14159)).isEqualTo("3.14 /s");
  }
}
