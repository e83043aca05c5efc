package dev.brisk.internal;

import dev.brisk.ClosedException;
import dev.brisk.InvalidInputException;
import dev.brisk.Tensor;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The duty to give lent native memory back once, and not before its last user is done. */
public final class NativeOwner {
  private final Duty duty;
  private final Cleaner.Cleanable cleanable;
  private volatile boolean exposed;

  private NativeOwner(ByteBuffer memory, Duty duty) {
    this.duty = duty;
    this.cleanable = Leaks.cleaner().register(memory, duty::unreachable);
  }

  /**
   * Takes the duty for a buffer that every view of the memory keeps reachable. Views refer to the
   * buffer that was made first, not to the one they were made from, so it must be that one.
   */
  public static NativeOwner of(ByteBuffer memory, String what, Runnable release) {
    return new NativeOwner(memory, new Duty(what, release));
  }

  /**
   * Notes that views are handed out: the memory then stays until they are unreachable. To be called
   * before it is checked that the tensor is open, or closing could fall in between.
   */
  public void expose() {
    exposed = true;
  }

  /**
   * Keeps the memory until the pin is closed.
   *
   * @param memory kept reachable by the pin
   */
  public Tensor.Pin pin(Object memory) {
    duty.begin();
    return new MemoryPin(duty, memory);
  }

  /** A pin of memory that the garbage collector manages: keeps it reachable. */
  public static Tensor.Pin keep(Object memory) {
    return new MemoryPin(null, memory);
  }

  /** Ends the owner's own use; harmless twice. */
  public void close() {
    if (duty.close() && !exposed && duty.end()) {
      cleanable.clean();
    }
  }

  /** Uses are counted: one for the open tensor or its views, one for each pin. */
  private static final class Duty {
    private final String what;
    private final Runnable release;
    private final Throwable madeAt = Leaks.here();
    private final AtomicInteger uses = new AtomicInteger(1);
    private final AtomicBoolean closed = new AtomicBoolean();

    Duty(String what, Runnable release) {
      this.what = what;
      this.release = release;
    }

    void begin() {
      if (uses.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
        throw new ClosedException("The " + what + " is closed");
      }
    }

    boolean close() {
      return closed.compareAndSet(false, true);
    }

    /** Ends one use, and gives the memory back if it was the last. */
    boolean end() {
      boolean last = uses.getAndUpdate(n -> n == 0 ? 0 : n - 1) == 1;
      if (last) {
        release.run();
      }
      return last;
    }

    /** Pins and views keep the memory reachable, so none of either is left now. */
    void unreachable() {
      if (close()) {
        Leaks.report(what, madeAt);
      }
      if (uses.getAndSet(0) != 0) {
        Leaks.release(what, release);
      }
    }
  }

  private static final class MemoryPin implements Tensor.Pin {
    private final @Nullable Duty duty;
    private final AtomicReference<@Nullable Object> memory;

    MemoryPin(@Nullable Duty duty, Object memory) {
      this.duty = duty;
      this.memory = new AtomicReference<>(memory);
    }

    @Override
    public Buffer memory() {
      Object held = memory.get();
      if (held == null) {
        throw new ClosedException("The pin of a tensor's memory is closed");
      } else if (held instanceof Buffer[] parts && parts.length == 1) {
        return Views.alive(parts[0]);
      }
      throw new InvalidInputException(
          "A tensor of strings or of 2 GiB and more has no single buffer of memory");
    }

    @Override
    public void close() {
      Object held = memory.getAndSet(null);
      try {
        if (held != null && duty != null) {
          duty.end();
        }
      } finally {
        Reference.reachabilityFence(held);
      }
    }
  }
}
