package dev.brisk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RemoteCommandTest {
  @ParameterizedTest
  @EnumSource(names = "ECHO", mode = EnumSource.Mode.EXCLUDE)
  void side_getsWhatTheServerSent(RemoteSide side) {
    try (Session session = side.open(1000)) {
      session.run();
      float[] got = session.outputs().get("y").toFloatArray();
      assertThat(got).hasSize(1000);
      assertThat(got[0]).isZero();
      assertThat(got[999]).isEqualTo(999);
      assertThat(session.digest()).isEqualTo(999);
    }
  }

  @Test
  void commands_run() {
    assertThat(
            Main.execute(
                "remote",
                "BOUND",
                "ECHO",
                "--bytes=4096",
                "--rounds=3",
                "--round-ms=5",
                "--warm-rounds=3",
                "--forks=0"))
        .isZero();
    assertThat(
            Main.execute(
                "remote-rate",
                "TENSORS",
                "STUBS",
                "--bytes=4096",
                "--rounds=2",
                "--round-ms=20",
                "--warm-rounds=1"))
        .isZero();
    assertThat(Main.execute("remote-deadline", "--calls=5")).isZero();
    assertThat(Main.execute("remote-hedge", "--calls=60", "--kill")).isZero();
    assertThat(Main.execute("remote-memory", "ARRAYS", "--bytes=4096", "--calls=50")).isZero();
  }
}
