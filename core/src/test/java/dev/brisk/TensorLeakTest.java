package dev.brisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.testing.LeakReports;
import java.lang.ref.Reference;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lent memory is given back once, not before its last user is done, and never forgotten. */
final class TensorLeakTest {
  private static final float GIVEN_BACK = -1;

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

  private static ByteBuffer lentMemory() {
    ByteBuffer memory = ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder());
    return memory.putFloat(0, 42);
  }

  /** Tells tensors of different tests apart in reports. */
  private Tensor lend(int rank) {
    long[] dims = new long[rank];
    Arrays.fill(dims, 1);
    return Tensor.adopt(
        ElementType.FLOAT32, Shape.of(dims), lentMemory(), released::incrementAndGet);
  }

  @Test
  void forgottenTensorIsReportedWithAllocationSite() {
    makeAndForget();
    assertThat(LeakReports.collectUntil(() -> released.get() > 0)).isTrue();
    assertThat(reports.about("tensor of float32[1,1]")).hasSize(1);
    assertThat(LeakReports.placeOf(reports.about("tensor of float32[1,1]").get(0)))
        .contains("adopt", "makeAndForget", "forgottenTensorIsReportedWithAllocationSite");
    LeakReports.collect();
    assertThat(released).hasValue(1);
  }

  private void makeAndForget() {
    lend(2).toFloatArray();
  }

  @Test
  void closedTensor_isReleasedAtOnceAndNotReported() {
    Tensor tensor = lend(3);
    assertThat(tensor.toFloatArray()).containsExactly(42);
    assertThat(tensor.to(ElementType.INT8).toIntArray()).containsExactly(42);
    assertThat(released).hasValue(0);
    tensor.close();
    tensor.close();
    assertThat(released).hasValue(1);
    LeakReports.collect();
    assertThat(released).hasValue(1);
    assertThat(reports.about("[1,1,1]")).isEmpty();
  }

  @Test
  void viewOutlivingClose_keepsTheMemoryUntilItIsUnreachable() {
    List<Function<Tensor, Buffer>> views =
        List.of(
            Tensor::asByteBuffer,
            Tensor::asFloatBuffer,
            Tensor::asBuffer,
            tensor -> tensor.asByteBuffers().get(0),
            tensor -> tensor.reshape(1).asFloatBuffer(),
            tensor -> tensor.asFloatBuffer().slice().duplicate().asReadOnlyBuffer());
    for (Function<Tensor, Buffer> view : views) {
      released.set(0);
      useAfterClose(view);
      assertThat(LeakReports.collectUntil(() -> released.get() > 0)).isTrue();
      assertThat(released).hasValue(1);
    }
    assertThat(reports.about("[1,1,1,1]")).isEmpty();
  }

  private void useAfterClose(Function<Tensor, Buffer> view) {
    Tensor tensor = lend(4);
    Buffer kept = view.apply(tensor);
    tensor.close();
    LeakReports.collect();
    assertThat(released).hasValue(0);
    float element =
        kept instanceof FloatBuffer floats ? floats.get(0) : ((ByteBuffer) kept).getFloat(0);
    assertThat(element).isEqualTo(42);
    Reference.reachabilityFence(kept);
  }

  @Test
  void pinHolds_whenTheTensorIsClosed() {
    Tensor tensor = lend(5);
    Tensor.Pin first = tensor.pin();
    Tensor.Pin second = tensor.pin();
    tensor.close();
    first.close();
    first.close();
    assertThat(released).hasValue(0);
    assertThatThrownBy(tensor::pin).isInstanceOf(ClosedException.class);
    second.close();
    assertThat(released).hasValue(1);
  }

  @Test
  void memoryOfAPin_doesNotPutOffTheRelease() {
    Tensor tensor = lend(5);
    Tensor.Pin pin = tensor.pin();
    assertThat(((ByteBuffer) pin.memory()).getFloat(0)).isEqualTo(42);
    tensor.close();
    pin.close();
    assertThat(released).hasValue(1);
    assertThatThrownBy(pin::memory).isInstanceOf(ClosedException.class);
  }

  @Test
  void pinHolds_whenTheTensorIsForgotten() {
    Tensor.Pin pin = pinAndForget();
    LeakReports.collect();
    assertThat(released).hasValue(0);
    pin.close();
    assertThat(LeakReports.collectUntil(() -> released.get() > 0)).isTrue();
    assertThat(reports.about("[1,1,1,1,1,1]")).hasSize(1);
  }

  private Tensor.Pin pinAndForget() {
    return lend(6).pin();
  }

  @Test
  void forgottenPin_isReleasedWithItsMemory() {
    closeAndForgetPin();
    assertThat(LeakReports.collectUntil(() -> released.get() > 0)).isTrue();
    LeakReports.collect();
    assertThat(released).hasValue(1);
  }

  private void closeAndForgetPin() {
    Tensor tensor = lend(7);
    tensor.pin();
    tensor.close();
  }

  @Test
  void garbageCollectedMemory_isNeverReported() {
    Tensor tensor = Tensor.of(new float[] {1}, 1, 1, 1, 1, 1, 1, 1, 1);
    Tensor.Pin pin = tensor.pin();
    pin.close();
    pin.close();
    tensor = null;
    LeakReports.collect();
    assertThat(reports.about("[1,1,1,1,1,1,1,1]")).isEmpty();
  }

  @Test
  void closersPinsAndCleanerRacing_releaseOnce() throws Exception {
    int rounds = 300;
    AtomicInteger[] counts = new AtomicInteger[rounds];
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < rounds; round++) {
        AtomicInteger count = new AtomicInteger();
        counts[round] = count;
        race(threads, lendCounting(count), count, round % 2 == 0);
      }
    } finally {
      threads.shutdown();
    }
    for (AtomicInteger count : counts) {
      assertThat(LeakReports.collectUntil(() -> count.get() > 0)).isTrue();
    }
    LeakReports.collect();
    assertThat(counts).allMatch(count -> count.get() == 1);
  }

  private static Tensor lendCounting(AtomicInteger count) {
    return Tensor.adopt(ElementType.FLOAT32, Shape.of(1), lentMemory(), count::incrementAndGet);
  }

  private static void race(
      ExecutorService threads, Tensor tensor, AtomicInteger released, boolean close)
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(4);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      boolean closer = close && i < 2;
      all.add(
          threads.submit(
              () -> {
                start.await();
                if (closer) {
                  tensor.close();
                } else {
                  pinned(tensor, released);
                }
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }
  }

  private static void pinned(Tensor tensor, AtomicInteger released) {
    try (Tensor.Pin pin = tensor.pin()) {
      assertThat(pin).isNotNull();
      assertThat(released).hasValue(0);
    } catch (ClosedException e) {
      assertThat(e).hasMessageContaining("closed");
    }
  }

  @Test
  void readingWhileClosing_readsAllOrIsRefused() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 300; round++) {
        ByteBuffer memory = lentMemory();
        Tensor tensor =
            Tensor.adopt(
                ElementType.FLOAT32, Shape.of(1), memory, () -> memory.putFloat(0, GIVEN_BACK));
        CyclicBarrier start = new CyclicBarrier(2);
        Future<float[]> read =
            threads.submit(
                () -> {
                  start.await();
                  try {
                    return tensor.toFloatArray();
                  } catch (ClosedException e) {
                    return new float[] {42};
                  }
                });
        Future<?> close =
            threads.submit(
                () -> {
                  start.await();
                  tensor.close();
                  return null;
                });
        close.get();
        assertThat(read.get()).containsExactly(42);
        assertThat(memory.getFloat(0)).isEqualTo(GIVEN_BACK);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void heapMemoryOrWrongSize_isNotAdopted() {
    assertThatThrownBy(
            () ->
                Tensor.adopt(
                    ElementType.INT8,
                    Shape.of(4),
                    ByteBuffer.allocate(4),
                    released::incrementAndGet))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("direct");
    assertThatThrownBy(
            () ->
                Tensor.adopt(
                    ElementType.INT8, Shape.of(5), lentMemory(), released::incrementAndGet))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("5 bytes");
    LeakReports.collect();
    assertThat(released).hasValue(0);
  }

  @Test
  void adoptedMemory_isInTheMachinesOrderWhateverTheBufferSays() {
    ByteBuffer memory = lentMemory().order(ByteOrder.BIG_ENDIAN);
    memory.position(0);
    try (Tensor tensor =
        Tensor.adopt(ElementType.FLOAT32, Shape.of(), memory, released::incrementAndGet)) {
      assertThat(tensor.asFloatBuffer().get(0)).isEqualTo(42);
    }
  }
}
