package dev.brisk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.testing.LeakReports;
import java.lang.ref.Reference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LeaksTest {
  private final AtomicInteger released = new AtomicInteger();
  private LeakReports reports;

  @BeforeEach
  void capture() {
    reports = LeakReports.capture();
  }

  @AfterEach
  void stop() {
    reports.close();
  }

  @Test
  void forgottenOwner_isReleasedOnceAndReportedWithItsPlace() {
    forgetOwner("forgotten session");
    assertThat(LeakReports.collectUntil(() -> released.get() == 1)).isTrue();
    assertThat(reports.about("forgotten session")).hasSize(1);
    assertThat(LeakReports.placeOf(reports.about("forgotten session").get(0)))
        .contains("forgetOwner");
    LeakReports.collect();
    assertThat(released).hasValue(1);
  }

  private void forgetOwner(String what) {
    Leaks.track(new Object(), what, released::incrementAndGet);
  }

  @Test
  void closedOwner_isReleasedOnceAndNotReported() {
    closeOwner("closed session");
    LeakReports.collect();
    assertThat(released).hasValue(1);
    assertThat(reports.about("closed session")).isEmpty();
  }

  private void closeOwner(String what) {
    Leaks.Handle handle = Leaks.track(new Object(), what, released::incrementAndGet);
    assertThat(handle.isClosed()).isFalse();
    handle.close();
    handle.close();
    assertThat(handle.isClosed()).isTrue();
  }

  @Test
  void reachableOwner_isLeftAlone() {
    Object owner = new Object();
    Leaks.Handle handle = Leaks.track(owner, "living session", released::incrementAndGet);
    LeakReports.collect();
    assertThat(released).hasValue(0);
    Reference.reachabilityFence(owner);
    handle.close();
  }

  @Test
  void closersAndCleanerRacing_releaseOnce() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      AtomicInteger count = new AtomicInteger();
      Leaks.Handle handle = Leaks.track(new Object(), "raced", count::incrementAndGet);
      CountDownLatch go = new CountDownLatch(1);
      Thread[] threads = new Thread[3];
      for (int i = 0; i < threads.length; i++) {
        threads[i] =
            new Thread(
                () -> {
                  await(go);
                  handle.close();
                });
        threads[i].start();
      }
      go.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(LeakReports.collectUntil(() -> count.get() > 0)).isTrue();
      assertThat(count).hasValue(1);
    }
  }

  @Test
  void failingRelease_reachesTheCloser() {
    Object owner = new Object();
    Leaks.Handle handle =
        Leaks.track(
            owner,
            "failing session",
            () -> {
              throw new IllegalStateException("device lost");
            });
    assertThatThrownBy(handle::close).hasMessage("device lost");
    assertThat(handle.isClosed()).isTrue();
    Reference.reachabilityFence(owner);
  }

  @Test
  void failingReleaseOfForgottenOwner_isReported() {
    forgetFailing();
    assertThat(
            LeakReports.collectUntil(
                () -> !reports.about("Freeing failed: forgotten and failing").isEmpty()))
        .isTrue();
  }

  private static void forgetFailing() {
    Leaks.track(
        new Object(),
        "forgotten and failing",
        () -> {
          throw new IllegalStateException("device lost");
        });
  }

  private static void await(CountDownLatch go) {
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
