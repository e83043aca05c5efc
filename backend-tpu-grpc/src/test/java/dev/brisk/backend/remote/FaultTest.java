package dev.brisk.backend.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.CancelledException;
import dev.brisk.Executable;
import dev.brisk.RunFailedException;
import dev.brisk.Tensor;
import dev.brisk.backend.remote.testing.FaultyProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Networks and servers that fail: no answer is lost, given twice or given to another request. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class FaultTest {
  @Test
  void swallowedReply_endsAtTheDeadline() {
    try (RemoteFixture fixture = new RemoteFixture();
        FaultyProxy proxy = FaultyProxy.to(fixture.server.port());
        Executable executable = RemoteFixture.connect(proxy.address(), "grpc.deadline", "2s")) {
      assertThat(RemoteFixture.isRight(executable, 3)).isTrue();
      proxy.swallow(true);
      assertThatThrownBy(() -> RemoteFixture.isRight(executable, 4))
          .isInstanceOf(DeadlineException.class)
          .hasMessageContaining("grpc.deadline");
    }
  }

  @Test
  void replySwallowedFromAnyByteOn_endsAtTheDeadline_andGoesToNoOther() {
    try (RemoteFixture fixture = new RemoteFixture();
        FaultyProxy proxy = FaultyProxy.to(fixture.server.port());
        Executable executable = RemoteFixture.connect(proxy.address(), "grpc.deadline", "300ms")) {
      for (int bytes = 0; bytes < 120; bytes += 20) {
        proxy.swallowAfter(bytes);
        for (int i = 0; i < 2; i++) {
          int value = bytes + i;
          try {
            assertThat(RemoteFixture.isRight(executable, value)).isTrue();
          } catch (DeadlineException e) {
            assertThat(e).hasMessageContaining("twice");
          }
        }
        proxy.swallowAfter(Long.MAX_VALUE);
        proxy.reset();
        awaitRight(executable, 1000 + bytes);
      }
    }
  }

  private static void awaitRight(Executable executable, float value) {
    boolean answered = false;
    for (int i = 0; i < 100 && !answered; i++) {
      try {
        assertThat(RemoteFixture.isRight(executable, value)).isTrue();
        answered = true;
      } catch (DeadlineException | ConnectionLostException e) {
        assertThat(e).hasMessageContaining("twice");
      }
    }
    assertThat(answered).isTrue();
  }

  @Test
  void slowNetwork_bringsWholeReplies_orNone() {
    float[] values = new float[50_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    try (RemoteFixture fixture = new RemoteFixture();
        FaultyProxy proxy = FaultyProxy.to(fixture.server.port());
        Executable patient =
            RemoteFixture.connect(proxy.address(), "grpc.message-size", "1000000");
        Executable hasty =
            RemoteFixture.connect(
                proxy.address(), "grpc.message-size", "1000000", "grpc.deadline", "30ms")) {
      proxy.delay(3);
      proxy.throttle(3_001);
      for (int run = 0; run < 2; run++) {
        assertThatThrownBy(() -> hasty.run(Tensor.of(values, values.length)))
            .isInstanceOf(DeadlineException.class);
        float[] got = patient.run(Tensor.of(values, values.length)).get("y").toFloatArray();
        assertThat(got).hasSize(values.length);
        for (int i = 0; i < values.length; i++) {
          assertThat(got[i]).isEqualTo(2 * values[i]);
        }
      }
    }
  }

  /** The server ends calls at their deadline, too, so that either may be first. */
  @Test
  void unansweredCalls_failByTheirDeadline() {
    CountDownLatch go = new CountDownLatch(1);
    try (RemoteFixture fixture = new RemoteFixture();
        Executable executable = RemoteFixture.connect(fixture.address(), "grpc.deadline", "40ms")) {
      fixture.serve("twice", RemoteFixture.held(go));
      for (int i = 0; i < 50; i++) {
        assertThatThrownBy(() -> RemoteFixture.isRight(executable, 1))
            .isInstanceOf(DeadlineException.class);
      }
      go.countDown();
    }
  }

  @Test
  void resetConnection_isTriedAgain() {
    try (RemoteFixture fixture = new RemoteFixture();
        FaultyProxy proxy = FaultyProxy.to(fixture.server.port());
        Executable executable = RemoteFixture.connect(proxy.address())) {
      for (int i = 1; i < 9; i++) {
        proxy.reset();
        assertThat(RemoteFixture.isRight(executable, i)).isTrue();
      }
    }
  }

  @Test
  void replyCutAnywhere_isNeverTakenForWhole() {
    try (RemoteFixture fixture = new RemoteFixture();
        FaultyProxy proxy = FaultyProxy.to(fixture.server.port());
        Executable executable = RemoteFixture.connect(proxy.address(), "grpc.attempts", "1")) {
      for (int bytes = 1; bytes < 200; bytes += 7) {
        proxy.cutAfter(bytes);
        try {
          assertThat(RemoteFixture.isRight(executable, bytes)).isTrue();
        } catch (ConnectionLostException | RunFailedException e) {
          proxy.cutAfter(Long.MAX_VALUE);
          assertThat(e).hasMessageContaining("twice");
        }
      }
      proxy.cutAfter(Long.MAX_VALUE);
    }
  }

  @Test
  void deadServer_isLostConnection_andComesBack() throws Exception {
    RemoteFixture fixture = new RemoteFixture();
    int port = fixture.server.port();
    try (Executable executable = RemoteFixture.connect(fixture.address())) {
      fixture.close();
      assertThatThrownBy(() -> RemoteFixture.isRight(executable, 1))
          .isInstanceOf(ConnectionLostException.class);
      fixture.start(port);
      boolean back = false;
      for (int i = 0; i < 3000 && !back; i++) {
        try {
          back = RemoteFixture.isRight(executable, i);
        } catch (ConnectionLostException e) {
          TimeUnit.MILLISECONDS.sleep(10);
        }
      }
      assertThat(back).isTrue();
    } finally {
      fixture.close();
    }
  }

  @Test
  void killedAndRestartedReplica_losesNothing() throws Exception {
    RemoteFixture one = new RemoteFixture();
    int port = one.server.port();
    try (RemoteFixture two = new RemoteFixture();
        Executable executable =
            RemoteFixture.connect(one.address() + "," + two.address(), "grpc.attempts", "5")) {
      AtomicBoolean ending = new AtomicBoolean();
      AtomicInteger done = new AtomicInteger();
      ExecutorService pool = Executors.newFixedThreadPool(4);
      List<Future<Integer>> workers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int worker = i;
        workers.add(pool.submit(() -> work(executable, worker, ending, done)));
      }
      await(done, 300);
      for (int i = 0; i < 3; i++) {
        one.close();
        await(done, done.get() + 300);
        one.start(port);
        await(done, done.get() + 300);
      }
      ending.set(true);
      for (Future<Integer> worker : workers) {
        assertThat(worker.get(60, TimeUnit.SECONDS)).isPositive();
      }
      pool.shutdown();
      int before = one.runs.get();
      for (int i = 0; i < 2000 && one.runs.get() == before; i++) {
        RemoteFixture.isRight(executable, i);
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertThat(one.runs.get()).as("the replica is used again").isGreaterThan(before);
    } finally {
      one.close();
    }
  }

  private static int work(
      Executable executable, int worker, AtomicBoolean ending, AtomicInteger done) {
    int count = 0;
    while (!ending.get()) {
      assertThat(RemoteFixture.isRight(executable, 1000 * worker + count++ % 1000)).isTrue();
      done.incrementAndGet();
    }
    return count;
  }

  private static void await(AtomicInteger done, int count) throws InterruptedException {
    for (int i = 0; i < 6000 && done.get() < count; i++) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Test
  void fullServer_isOverload_andNotTriedAgain() {
    try (RemoteFixture fixture = new RemoteFixture()) {
      AtomicInteger asked = new AtomicInteger();
      fixture.serve(
          "full",
          inputs -> {
            asked.incrementAndGet();
            throw io.grpc.Status.UNAVAILABLE
                .withDescription("batch queue full")
                .asRuntimeException();
          });
      try (Executable executable = RemoteFixture.connectTo(fixture.address(), "full")) {
        assertThatThrownBy(() -> RemoteFixture.isRight(executable, 1))
            .isInstanceOf(OverloadException.class)
            .hasMessageContaining("batch queue full");
        assertThat(asked).hasValue(1);
      }
    }
  }

  @Test
  void callsBeyondTheLimit_waitAndAreRefusedWhereHopeless() throws Exception {
    try (RemoteFixture fixture = new RemoteFixture()) {
      CountDownLatch inside = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      fixture.serve(
          "held",
          inputs -> {
            inside.countDown();
            try {
              go.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return RemoteFixture.twice(inputs);
          });
      try (Executable executable =
          RemoteFixture.connectTo(
              fixture.address(), "held", "grpc.in-flight", "1", "grpc.deadline", "3s")) {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        Callable<Boolean> first = () -> RemoteFixture.isRight(executable, 1);
        Future<Boolean> running = pool.submit(first);
        inside.await();
        assertThatThrownBy(() -> RemoteFixture.isRight(executable, 2))
            .isInstanceOfAny(OverloadException.class, DeadlineException.class);
        go.countDown();
        assertThatThrownBy(() -> running.get()).hasCauseInstanceOf(DeadlineException.class);
        pool.shutdown();
      }
    }
  }

  @Test
  void interrupt_endsTheRun() throws Exception {
    try (RemoteFixture fixture = new RemoteFixture()) {
      fixture.serve("slow", RemoteFixture.slow(5000));
      try (Executable executable = RemoteFixture.connectTo(fixture.address(), "slow")) {
        Thread caller = Thread.currentThread();
        Thread interrupter =
            new Thread(
                () -> {
                  while (fixture.runs.get() == 0) {
                    Thread.onSpinWait();
                  }
                  caller.interrupt();
                });
        interrupter.start();
        assertThatThrownBy(() -> RemoteFixture.isRight(executable, 1))
            .isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        interrupter.join();
      }
    }
  }

  @Test
  void tooLargeReply_namesTheSetting() {
    try (RemoteFixture fixture = new RemoteFixture()) {
      fixture.serve("large", inputs -> java.util.Map.of("y", Tensor.of(new float[5000], 5000)));
      try (Executable executable =
          RemoteFixture.connectTo(fixture.address(), "large", "grpc.message-size", "10000")) {
        assertThatThrownBy(() -> executable.run(Tensor.of(new float[1], 1)))
            .isInstanceOf(RunFailedException.class)
            .hasMessageContaining("grpc.message-size");
      }
    }
  }

  @Test
  void failureOfTheServer_isToldInItsWords() {
    try (RemoteFixture fixture = new RemoteFixture()) {
      fixture.serve(
          "broken",
          inputs -> {
            throw new IllegalStateException("the chip is on fire");
          });
      try (Executable executable = RemoteFixture.connectTo(fixture.address(), "broken")) {
        assertThatThrownBy(() -> executable.run(Tensor.of(new float[1], 1)))
            .isInstanceOf(RunFailedException.class)
            .hasMessageContaining("the chip is on fire");
        assertThat(fixture.runs).hasValue(1);
      }
    }
  }
}
