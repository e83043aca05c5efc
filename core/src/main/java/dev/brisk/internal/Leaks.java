package dev.brisk.internal;

import dev.brisk.Tracing;
import dev.brisk.spi.Activity;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Where things that were forgotten open are reported, and the cleaner that frees them. */
public final class Leaks {
  private static final System.Logger LOG = System.getLogger("dev.brisk.leak");
  private static @Nullable Cleaner cleaner;

  private Leaks() {}

  /**
   * Watches over something that must be closed. Its {@code close} closes the handle given here; if
   * that never happens, the release runs when the owner is unreachable, after a warning that names
   * the place of this call.
   *
   * <p>A method of the owner that uses what is released ends with {@link
   * java.lang.ref.Reference#reachabilityFence} on the owner: without it the owner may count as
   * unreachable while its last method still runs.
   *
   * @param what names the owner in the warning, such as {@code executable of resnet50}
   * @param release runs once, on the closing thread or the cleaner's; must not refer to the owner,
   *     which else stays reachable for ever
   */
  public static Handle track(Object owner, String what, Runnable release) {
    return new Handle(owner, new Watched(what, release, here()));
  }

  /** The one cleaner of Brisk; its thread starts at the first call. */
  static synchronized Cleaner cleaner() {
    if (cleaner == null) {
      cleaner = Cleaner.create();
    }
    return cleaner;
  }

  /** The present place in the program, to be named if what is made here leaks. */
  static Throwable here() {
    return new Throwable("made here");
  }

  /** Warns that something was forgotten open and is freed now. */
  static void report(String what, Throwable madeAt) {
    Tracing.begin(Activity.of(Activity.Kind.LEAK, what, place(madeAt))).close();
    LOG.log(
        System.Logger.Level.WARNING,
        "Never closed, so freed only now that nothing refers to it: "
            + what
            + "; close it when done, it was made where the trace shows",
        madeAt);
  }

  /** The innermost place that is not Brisk's own, else the innermost of all. */
  private static String place(Throwable madeAt) {
    List<StackTraceElement> frames = List.of(madeAt.getStackTrace());
    return frames.stream()
        .filter(frame -> !frame.getClassName().startsWith("dev.brisk."))
        .findFirst()
        .or(() -> frames.stream().findFirst())
        .map(StackTraceElement::toString)
        .orElse("");
  }

  /** Runs a release on the cleaner's thread, where an exception would be lost. */
  static void release(String what, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.WARNING, "Freeing failed: " + what, e);
    }
  }

  /** What the owner closes; thread-safe. A second close does not wait for the first to end. */
  public static final class Handle implements AutoCloseable {
    private final Watched watched;
    private final Cleaner.Cleanable cleanable;

    private Handle(Object owner, Watched watched) {
      this.watched = watched;
      this.cleanable = cleaner().register(owner, watched::unreachable);
    }

    /** Whether the release has begun. */
    public boolean isClosed() {
      return watched.done.get();
    }

    /** Runs the release, unless it has run; what it throws is thrown here. */
    @Override
    public void close() {
      if (watched.done.compareAndSet(false, true)) {
        cleanable.clean();
        watched.release.run();
      }
    }
  }

  private static final class Watched {
    private final String what;
    private final Runnable release;
    private final Throwable madeAt;
    private final AtomicBoolean done = new AtomicBoolean();

    Watched(String what, Runnable release, Throwable madeAt) {
      this.what = what;
      this.release = release;
      this.madeAt = madeAt;
    }

    void unreachable() {
      if (done.compareAndSet(false, true)) {
        report(what, madeAt);
        Leaks.release(what, release);
      }
    }
  }
}
