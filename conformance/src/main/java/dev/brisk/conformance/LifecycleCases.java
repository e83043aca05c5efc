package dev.brisk.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.CancelledException;
import dev.brisk.ClosedException;
import dev.brisk.Executable;
import dev.brisk.Tensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Closing, and use after it. */
final class LifecycleCases {
  private final Subject subject;

  LifecycleCases(Subject subject) {
    this.subject = subject;
  }

  List<Case> all() {
    return List.of(
        new Case("doubleCloseIsHarmless", this::doubleClose),
        new Case("runAfterCloseIsRefused", this::runAfterClose),
        new Case("bindAfterCloseIsRefused", this::bindAfterClose),
        new Case("specsAndSettingsOutliveClose", this::specsAfterClose),
        new Case("resultUsableUntilItsOwnClose", this::resultAfterClose),
        new Case("resultFedToAnotherRunAndClosed", this::resultAsInput),
        new Case("closeWaitsForRunsInFlight", this::closeWaits),
        new Case("interruptDoesNotBreakClose", this::interrupted),
        new Case("compilingAgainAndAgainWorks", this::compileAgain),
        new Case("closingWhileRunningNeverCrashes", () -> child(ClosingStorm.class)),
        new Case("jvmShutdownDuringOpenAndRunExitsCleanly", () -> child(EndingInFlight.class)));
  }

  private void doubleClose() {
    Executable executable = subject.compile(TestModels.doubled());
    executable.close();
    executable.close();
  }

  private void runAfterClose() {
    Executable executable = subject.compile(TestModels.doubled());
    executable.close();
    Tensor x = Tensor.of(new float[2], 1, 2);
    assertThatThrownBy(() -> executable.run(x)).isInstanceOf(ClosedException.class);
  }

  private void bindAfterClose() {
    Executable executable = subject.compile(TestModels.doubled());
    executable.close();
    assertThatThrownBy(() -> executable.bind().close()).isInstanceOf(ClosedException.class);
  }

  private void specsAfterClose() {
    Executable executable = subject.compile(TestModels.doubled());
    executable.close();
    assertThat(executable.inputs()).hasSize(1);
    assertThat(executable.outputs()).hasSize(1);
    assertThat(executable.settings()).isNotEmpty();
  }

  private void resultAfterClose() {
    Executable executable = subject.compile(TestModels.doubled());
    Map<String, Tensor> outputs = executable.run(Tensor.of(new float[] {1, 2}, 1, 2));
    executable.close();
    Tensor y = outputs.values().iterator().next();
    subject.expect(y, new float[] {2, 4}, 1, 2);
    y.close();
    assertThatThrownBy(y::toFloatArray).isInstanceOf(ClosedException.class);
  }

  private void resultAsInput() {
    try (Executable executable = subject.compile(TestModels.doubled())) {
      Tensor x = Tensor.of(new float[] {1, 2}, 1, 2);
      for (int i = 0; i < 5; i++) {
        Tensor next = executable.run(x).values().iterator().next();
        x.close();
        x = next;
      }
      subject.expect(x, new float[] {32, 64}, 1, 2);
    }
  }

  private void closeWaits() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      for (int i = 0; i < 10; i++) {
        Executable executable = subject.compile(TestModels.products(8, 64, 128, 1));
        Future<String> running = pool.submit(() -> runUntilClosed(executable));
        TimeUnit.MILLISECONDS.sleep(3L * i);
        executable.close();
        assertThat(running.get(60, TimeUnit.SECONDS)).isEqualTo("refused once closed");
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static String runUntilClosed(Executable executable) {
    Tensor x = Tensor.of(new float[64 * 128], 64, 128);
    try {
      while (true) {
        executable.run(x);
      }
    } catch (ClosedException e) {
      return "refused once closed";
    }
  }

  private void interrupted() {
    Executable executable = subject.compile(TestModels.doubled());
    Thread.currentThread().interrupt();
    try {
      executable.run(Tensor.of(new float[2], 1, 2));
    } catch (CancelledException e) {
      assertThat(e).as("a run may heed an interrupt").hasMessageContaining("interrupted");
    }
    try {
      executable.close();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  private void compileAgain() {
    for (int i = 0; i < 20; i++) {
      try (Executable executable = subject.compile(TestModels.dense())) {
        subject.expect(
            executable.run(Tensor.of(new float[] {1, 2, 3}, 1, 3)).values().iterator().next(),
            new float[] {24, 6},
            1,
            2);
      }
    }
  }

  private void child(Class<?> program) throws Exception {
    ChildJvm.Result result = ChildJvm.of(program).run(subject.name());
    assertThat(result.exitCode()).as(result.output()).isZero();
  }
}
