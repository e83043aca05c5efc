package dev.brisk.backend.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Executable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A second replica gets a request where the first takes long, but not too often. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class HedgingTest {
  @Test
  void stuckReplica_isOvertakenAfterTheTimeSet() {
    CountDownLatch go = new CountDownLatch(1);
    try (RemoteFixture one = new RemoteFixture();
        RemoteFixture stuck = new RemoteFixture();
        Executable executable = connect(one, stuck, "20ms")) {
      stuck.serve("twice", RemoteFixture.held(go));
      for (int i = 0; i < 8; i++) {
        assertThat(RemoteFixture.isRight(executable, i)).isTrue();
      }
      assertThat(stuck.runs).as("both are asked").hasPositiveValue();
      go.countDown();
    }
  }

  @Test
  void stuckReplica_isOvertakenAfterWhatNearlyAllCallsTook() {
    CountDownLatch go = new CountDownLatch(1);
    try (RemoteFixture one = new RemoteFixture();
        RemoteFixture stuck = new RemoteFixture();
        Executable executable = connect(one, stuck, "p95")) {
      for (int i = 0; i < 40; i++) {
        assertThat(RemoteFixture.isRight(executable, i)).isTrue();
      }
      int before = stuck.runs.get();
      stuck.serve("twice", RemoteFixture.held(go));
      for (int i = 0; i < 8; i++) {
        assertThat(RemoteFixture.isRight(executable, i)).isTrue();
      }
      assertThat(stuck.runs).as("both are asked").hasValueGreaterThan(before);
      go.countDown();
    }
  }

  /** Whatever the times are, ten and a twentieth of the calls are sent twice at most. */
  @Test
  void duplicates_areKeptToAShareOfTheCalls() {
    int calls = 200;
    try (RemoteFixture one = new RemoteFixture();
        RemoteFixture two = new RemoteFixture();
        Executable executable = connect(one, two, "1us")) {
      one.serve("twice", RemoteFixture.slow(2));
      two.serve("twice", RemoteFixture.slow(2));
      for (int i = 0; i < calls; i++) {
        assertThat(RemoteFixture.isRight(executable, i)).isTrue();
      }
      assertThat(one.runs.get() + two.runs.get())
          .isGreaterThan(calls)
          .isLessThanOrEqualTo(calls + 10 + calls / 20);
    }
  }

  /** Of replicas of different speed, the faster one ends and comes back while four threads call. */
  @Test
  void killedReplica_losesNothing() throws Exception {
    RemoteFixture fast = new RemoteFixture();
    int port = fast.server.port();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (RemoteFixture slow = new RemoteFixture();
        Executable executable = connect(fast, slow, "p95")) {
      fast.serve("twice", RemoteFixture.slow(2));
      slow.serve("twice", RemoteFixture.slow(6));
      List<Future<Boolean>> runs = new ArrayList<>();
      for (int i = 0; i < 600; i++) {
        int value = i;
        runs.add(pool.submit(() -> RemoteFixture.isRight(executable, value)));
      }
      runs.get(200).get();
      fast.close();
      runs.get(400).get();
      fast.start(port);
      for (Future<Boolean> run : runs) {
        assertThat(run.get()).isTrue();
      }
      assertThat(fast.runs.get() + slow.runs.get()).isLessThanOrEqualTo(600 + 10 + 10 + 90);
    } finally {
      pool.shutdown();
      fast.close();
    }
  }

  private static Executable connect(RemoteFixture one, RemoteFixture two, String hedge) {
    return RemoteFixture.connect(one.address() + "," + two.address(), "grpc.hedge", hedge);
  }
}
