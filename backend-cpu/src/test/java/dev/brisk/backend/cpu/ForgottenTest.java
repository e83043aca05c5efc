package dev.brisk.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Accelerators;
import dev.brisk.Executable;
import dev.brisk.Tensor;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ForgottenTest {
  private static final Logger LEAKS = Logger.getLogger("dev.brisk.leak");

  private final Queue<LogRecord> reports = new ConcurrentLinkedQueue<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord report) {
          reports.add(report);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LEAKS.addHandler(handler);
    LEAKS.setUseParentHandlers(false);
  }

  @AfterEach
  void stopListening() {
    LEAKS.removeHandler(handler);
    LEAKS.setUseParentHandlers(true);
  }

  @Test
  void forgottenExecutableIsReportedWithThePlaceItWasMade() throws InterruptedException {
    forgetExecutable();
    LogRecord report = await("executable of model 'doubled'");
    assertThat(report.getThrown().getStackTrace())
        .anySatisfy(frame -> assertThat(frame.getMethodName()).isEqualTo("forgetExecutable"));
  }

  @Test
  void forgottenBindingIsReportedAndItsExecutableStaysOpen() throws InterruptedException {
    try (Executable executable = Accelerators.named("onnxruntime").compile(TestModels.doubled())) {
      forgetBinding(executable);
      await("binding of model 'doubled'");
      assertThat(executable.run(Tensor.of(new float[2], 1, 2))).containsKey("y");
    }
  }

  @Test
  void executableInUseByABinding_isNotForgotten() throws InterruptedException {
    useBindingOfForgottenExecutable();
    await("executable of model 'doubled'");
  }

  /** Its locals, the binding among them, are out of reach once it returns. */
  private void useBindingOfForgottenExecutable() throws InterruptedException {
    try (var binding = Accelerators.named("onnxruntime").compile(TestModels.doubled()).bind()) {
      for (int i = 0; i < 10; i++) {
        System.gc();
        Thread.sleep(10);
        binding.run();
      }
      assertThat(reports)
          .noneSatisfy(report -> assertThat(report.getMessage()).contains("executable"));
    }
  }

  private static void forgetExecutable() {
    Accelerators.named("onnxruntime").compile(TestModels.doubled());
  }

  private static void forgetBinding(Executable executable) {
    executable.bind().run();
  }

  private LogRecord await(String what) throws InterruptedException {
    for (int i = 0; i < 500; i++) {
      System.gc();
      for (LogRecord report : reports) {
        if (report.getMessage().contains(what)) {
          return report;
        }
      }
      Thread.sleep(20);
    }
    throw new AssertionError("no report of " + what + " among " + reports);
  }
}
