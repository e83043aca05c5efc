package dev.brisk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MachineTest {
  private static final String X86 =
      """
      processor\t: 0
      model name\t: Fast 9000
      cpu MHz\t\t: %s
      flags\t\t: fpu avx2
      bugs\t\t: none

      processor\t: 1
      model name\t: Fast 9000
      """;

  private static final String ARM =
      """
      processor\t: 0
      BogoMIPS\t: 243.75
      Features\t: fp asimd %s
      CPU implementer\t: 0x41
      CPU architecture: 8
      CPU variant\t: 0x3
      CPU part\t: %s
      CPU revision\t: 1
      """;

  private static String described(String format, String... facts) {
    return Machine.described(format.formatted((Object[]) facts).lines());
  }

  @Test
  void processors_areToldApartByWhatTheyCanDo() {
    assertThat(described(X86, "2000")).isEqualTo("model name\t: Fast 9000 flags\t\t: fpu avx2");
    assertThat(described(ARM, "asimddp", "0xd0c"))
        .isNotEqualTo(described(ARM, "asimddp", "0xd40"))
        .isNotEqualTo(described(ARM, "asimddp sve", "0xd0c"));
  }

  @Test
  void whatChangesOnTheSameProcessor_doesNotCount() {
    assertThat(described(X86, "2000")).isEqualTo(described(X86, "3000"));
    assertThat(Machine.processors()).isEqualTo(Machine.processors());
  }
}
