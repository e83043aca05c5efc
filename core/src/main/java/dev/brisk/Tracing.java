package dev.brisk;

import dev.brisk.internal.Providers;
import dev.brisk.internal.jfr.FlightRecording;
import dev.brisk.spi.Activity;
import dev.brisk.spi.TraceListener;
import dev.brisk.spi.TraceListener.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tells {@link TraceListener listeners} of work: Java Flight Recorder, where the JVM has it, and
 * those that the class path or module path brings. Accelerators and quantizers call it. While
 * nobody listens, it reads some fields and allocates nothing.
 */
public final class Tracing {
  private static final System.Logger LOG = System.getLogger("dev.brisk");

  /** Replaced as a whole where one fails. */
  private static volatile TraceListener[] listeners = found();

  private Tracing() {}

  /**
   * Work begins on the calling thread. A caller that runs often keeps the activity, and closes what
   * it gets in a {@code finally}.
   */
  public static Span begin(Activity activity) {
    for (TraceListener listener : listeners) {
      if (isOn(listener, activity.kind())) {
        return beginAll(activity);
      }
    }
    return Span.NONE;
  }

  private static boolean isOn(TraceListener listener, Activity.Kind kind) {
    try {
      return listener.isOn(kind);
    } catch (RuntimeException | LinkageError e) {
      drop(listener, e);
      return false;
    }
  }

  /** Does work, and tells of it. */
  public static <T> T during(Activity activity, Supplier<T> work) {
    Span span = begin(activity);
    try {
      return work.get();
    } finally {
      span.close();
    }
  }

  private static Span beginAll(Activity activity) {
    List<Span> spans = new ArrayList<>();
    for (TraceListener listener : listeners) {
      try {
        if (listener.isOn(activity.kind())) {
          spans.add(guarded(listener, listener.begin(activity)));
        }
      } catch (RuntimeException | LinkageError e) {
        drop(listener, e);
      }
    }
    return spans.size() == 1 ? spans.get(0) : () -> closeAll(spans);
  }

  private static Span guarded(TraceListener listener, Span span) {
    return () -> {
      try {
        span.close();
      } catch (RuntimeException | LinkageError e) {
        drop(listener, e);
      }
    };
  }

  private static void closeAll(List<Span> spans) {
    for (int i = spans.size() - 1; i >= 0; i--) {
      spans.get(i).close();
    }
  }

  private static synchronized void drop(TraceListener broken, Throwable failure) {
    List<TraceListener> left = new ArrayList<>(List.of(listeners));
    if (left.remove(broken)) {
      listeners = left.toArray(TraceListener[]::new);
      LOG.log(
          System.Logger.Level.WARNING,
          "The trace listener " + broken.getClass().getName() + " failed and hears no more",
          failure);
    }
  }

  private static TraceListener[] found() {
    List<TraceListener> all = new ArrayList<>();
    FlightRecording.listener().ifPresent(all::add);
    Providers<TraceListener> providers =
        new Providers<>(TraceListener.class, TraceListener::name, listener -> Availability.yes(""));
    for (Providers.Entry<TraceListener> entry : providers.find()) {
      TraceListener listener = entry.provider();
      if (listener != null) {
        all.add(listener);
      } else {
        LOG.log(
            System.Logger.Level.WARNING,
            "Passed over: the trace listener {0}: {1}",
            entry.name(),
            entry.availability().detail());
      }
    }
    return all.toArray(TraceListener[]::new);
  }
}
