package dev.brisk.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.Tensor;
import java.util.List;
import java.util.Objects;

/** Description, threads and settings. */
final class OptionCases {
  private final Subject subject;

  OptionCases(Subject subject) {
    this.subject = subject;
  }

  List<Case> all() {
    return List.of(
        new Case("descriptionIsASentence", this::description),
        new Case("threadsAreHonoured", this::threads),
        new Case("defaultThreadsAreTheProcessors", this::defaultThreads),
        new Case("resultDoesNotDependOnThreads", this::sameResult),
        new Case("unknownOptionIsRefused", this::unknown),
        new Case("settingsCannotBeChanged", this::immutable));
  }

  private void description() {
    assertThat(subject.accelerator().name()).isEqualTo(subject.name());
    assertThat(subject.accelerator().description()).isNotBlank().doesNotContain("\n");
  }

  private void threads() {
    for (int count : new int[] {1, 2, 3}) {
      CompileOptions options = CompileOptions.defaults().threads(count);
      try (Executable executable = subject.compile(TestModels.dense(), options)) {
        assertThat(executable.settings()).containsEntry("threads", Integer.toString(count));
      }
    }
  }

  private void defaultThreads() {
    try (Executable executable = subject.compile(TestModels.dense())) {
      assertThat(executable.settings())
          .containsEntry("threads", Integer.toString(Runtime.getRuntime().availableProcessors()));
    }
  }

  private void sameResult() {
    float[] values = new float[64 * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.cos(i);
    }
    Tensor x = Tensor.of(values, 64, 64);
    float[] expected = null;
    for (int count : new int[] {1, 2}) {
      CompileOptions options = CompileOptions.defaults().threads(count);
      try (Executable executable = subject.compile(TestModels.products(2, 64, 64, 5), options)) {
        Tensor y = Objects.requireNonNull(executable.run(x).get("y"));
        if (expected == null) {
          expected = y.toFloatArray();
        }
        subject.expect(y, expected, 64, 64);
      }
    }
  }

  private void unknown() {
    CompileOptions options = CompileOptions.defaults().with("no.such.setting", "1");
    assertThatThrownBy(() -> subject.compile(TestModels.dense(), options).close())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no.such.setting");
  }

  private void immutable() {
    try (Executable executable = subject.compile(TestModels.dense())) {
      assertThatThrownBy(() -> executable.settings().put("a", "b"))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }
}
