package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Model;
import org.junit.jupiter.api.Test;

final class LimitedAcceleratorTest {
  private final Model model = TinyTask.model(1);

  @Test
  void whoAsksForNothing_getsTheLimits_andOthersWhatTheyAskFor() {
    CompileOptions one = CompileOptions.defaults().threads(1);
    Accelerator limited = new LimitedAccelerator(Accelerators.named("onnxruntime"), one);
    try (Executable byDefault = limited.compile(model);
        Executable asked = limited.compile(model, CompileOptions.defaults().threads(3))) {
      assertThat(byDefault.settings()).containsEntry("threads", "1");
      assertThat(asked.settings()).containsEntry("threads", "3");
    }
  }
}
