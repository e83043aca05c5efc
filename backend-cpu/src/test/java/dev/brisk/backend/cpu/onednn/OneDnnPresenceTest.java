package dev.brisk.backend.cpu.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Availability;
import org.junit.jupiter.api.Test;

final class OneDnnPresenceTest {
  private static final ClassLoader LOADER = OneDnnPresenceTest.class.getClassLoader();

  @Test
  void librariesThatAreThere_areFound() {
    Availability here = OneDnnPresence.check(LOADER, OneDnnPresence.platform());
    assertThat(here.available()).as(here.detail()).isTrue();
  }

  @Test
  void librariesThatAreMissing_areNamedByTheirClassifier() {
    Availability elsewhere = OneDnnPresence.check(LOADER, "linux-riscv64");
    assertThat(elsewhere.available()).isFalse();
    assertThat(elsewhere.detail())
        .contains("org.bytedeco:javacpp", "org.bytedeco:dnnl", "classifier linux-riscv64");
  }
}
