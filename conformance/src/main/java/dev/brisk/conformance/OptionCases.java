package dev.brisk.conformance;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.KernelRun;
import dev.brisk.RunTrace;
import dev.brisk.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Description, threads and settings. */
final class OptionCases {
  /** What the ends of a time may be off by where clocks differ. */
  private static final Duration CLOCK = Duration.ofMillis(1);

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
        new Case("settingsCannotBeChanged", this::immutable),
        new Case("tracesAreWithinTheirRuns", this::traces));
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

  /** Of an accelerator that reports no times, that it says so. */
  private void traces() {
    List<RunTrace> runs;
    try {
      runs =
          subject
              .accelerator()
              .trace(
                  TestModels.products(2, 64, 64, 5),
                  Map.of("x", Tensor.of(new float[64 * 64], 64, 64)),
                  3,
                  CompileOptions.defaults());
    } catch (UnsupportedOperationException e) {
      assertThat(e).hasMessageContaining(subject.name());
      return;
    }
    assertThat(runs).hasSize(3);
    for (RunTrace run : runs) {
      assertThat(run.kernels()).isNotEmpty().isSortedAccordingTo(comparing(KernelRun::start));
      Duration begin = run.start().plus(run.input()).minus(CLOCK);
      Duration end = run.start().plus(run.input()).plus(run.run()).plus(CLOCK);
      assertThat(run.kernels())
          .allSatisfy(kernel -> assertThat(kernel.start()).isBetween(begin, end))
          .allSatisfy(kernel -> assertThat(kernel.end()).isBetween(begin, end));
    }
  }
}
