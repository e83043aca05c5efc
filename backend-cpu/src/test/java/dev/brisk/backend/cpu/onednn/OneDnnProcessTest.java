package dev.brisk.backend.cpu.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brisk.conformance.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What depends on the whole process. */
final class OneDnnProcessTest {
  @Test
  void weightsLargerThanTheHeap_tripNoLimit() throws Exception {
    ChildJvm.Result result =
        ChildJvm.of(OneDnnPrograms.Large.class)
            .option("-Xmx64m")
            .option("-XX:MaxDirectMemorySize=160m")
            .run();
    assertThat(result).isEqualTo(new ChildJvm.Result(0, "right"));
  }

  @Test
  void scopeOfTheApplication_closesNothingOfOurs() throws Exception {
    ChildJvm.Result result = ChildJvm.of(OneDnnPrograms.Scoped.class).run();
    assertThat(result).isEqualTo(new ChildJvm.Result(0, "right"));
  }

  @Test
  void compilingAndRunningManyTimes_keepsMemoryFlat() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/statm")), "memory is read from Linux");
    ChildJvm.Result result = ChildJvm.of(OneDnnPrograms.Flat.class).option("-Xmx96m").run();
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(Long.parseLong(result.output())).as("KiB grown").isLessThan(16 * 1024);
  }
}
