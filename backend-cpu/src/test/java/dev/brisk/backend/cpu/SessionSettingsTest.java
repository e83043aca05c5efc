package dev.brisk.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtSession.SessionOptions;
import dev.brisk.Accelerators;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SessionSettingsTest {
  @BeforeAll
  static void load() {
    OnnxRuntime.load();
  }

  @Test
  void defaults_runSequentiallyWithBoundedSpinning() {
    Map<String, String> values = SessionSettings.of(CompileOptions.defaults().threads(3)).values();
    assertThat(values)
        .containsEntry("threads", "3")
        .containsEntry("onnxruntime.execution-mode", "sequential")
        .containsEntry("onnxruntime.optimization", "all")
        .containsEntry("session.intra_op.allow_spinning", "1")
        .containsEntry("session.intra_op.spin_duration_us", SessionSettings.SPIN_MICROS)
        .doesNotContainKey("session.intra_op_thread_affinities");
  }

  @Test
  void oneThread_doesNotSpin() {
    assertThat(SessionSettings.of(CompileOptions.defaults().threads(1)).values())
        .containsEntry("session.intra_op.allow_spinning", "0")
        .doesNotContainKey("session.intra_op.spin_duration_us");
  }

  @Test
  void falseReallyMeansFalse() {
    CompileOptions options =
        CompileOptions.defaults()
            .threads(2)
            .with("session.intra_op.allow_spinning", "false")
            .with("session.set_denormal_as_zero", "true")
            .with("onnxruntime.arena", "false");
    SessionSettings settings = SessionSettings.of(options);
    try (SessionOptions opened = settings.open()) {
      assertThat(opened.getConfigEntries())
          .containsEntry("session.intra_op.allow_spinning", "0")
          .containsEntry("session.set_denormal_as_zero", "1")
          .doesNotContainKey("session.intra_op.spin_duration_us");
    }
    assertThat(settings.values()).containsEntry("onnxruntime.arena", "false");
  }

  @Test
  void unknownOptionFailsWithSuggestion() {
    assertThatThrownBy(() -> settings("session.intra_op.alow_spinning", "1"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("alow_spinning", "allow_spinning");
    assertThatThrownBy(() -> settings("speed", "high"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("'speed'", "onnxruntime.optimization");
    assertThatThrownBy(() -> settings("threads", "2"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("CompileOptions.threads");
  }

  @ParameterizedTest
  @CsvSource({
    "onnxruntime.execution-mode, quick",
    "onnxruntime.inter-op-threads, 0",
    "onnxruntime.inter-op-threads, two",
    "onnxruntime.optimization, 99",
    "onnxruntime.arena, 0",
    "onnxruntime.memory-pattern, yes",
    "onnxruntime.deterministic, TRUE",
    "onnxruntime.log-level, loud",
    "session.intra_op.allow_spinning, no",
    "session.intra_op.spin_duration_us, long"
  })
  void wrongValue_isRefusedWithWhatIsAllowed(String name, String value) {
    assertThatThrownBy(() -> settings(name, value).open().close())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(name, "takes", "'" + value + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "onnxruntime.execution-mode, parallel",
    "onnxruntime.inter-op-threads, 2",
    "onnxruntime.optimization, none",
    "onnxruntime.optimization, basic",
    "onnxruntime.optimization, extended",
    "onnxruntime.arena, false",
    "onnxruntime.memory-pattern, false",
    "onnxruntime.deterministic, true",
    "onnxruntime.log-level, error",
    "session.dynamic_block_base, 4",
    "session.disable_prepacking, 1",
    "optimization.disable_specified_optimizers, ReluQuantFusion"
  })
  void everySetting_isInForceAndRuns(String name, String value) {
    CompileOptions options = CompileOptions.defaults().with(name, value);
    try (Executable executable =
        Accelerators.named("onnxruntime").compile(TestModels.doubled(), options)) {
      assertThat(executable.settings()).containsEntry(name, value);
      executable.bind().close();
    }
  }

  private static SessionSettings settings(String name, String value) {
    return SessionSettings.of(CompileOptions.defaults().with(name, value));
  }
}
