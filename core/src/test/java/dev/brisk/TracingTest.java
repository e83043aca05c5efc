package dev.brisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.spi.Activity;
import dev.brisk.spi.TraceListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TracingTest {
  private static final Activity RUN = Activity.of(Activity.Kind.RUN, "net", "device");
  private static final Activity STEP = Activity.of(Activity.Kind.QUANTIZE_STEP, "net", "plan");

  /** What the listener of this thread heard; null while it does not listen. */
  private static final ThreadLocal<List<String>> HEARD = new ThreadLocal<>();

  /** Notes what it hears. */
  public static final class Noting implements TraceListener {
    @Override
    public String name() {
      return "noting";
    }

    @Override
    public boolean isOn(Activity.Kind kind) {
      return HEARD.get() != null && kind != Activity.Kind.BATCH;
    }

    @Override
    public Span begin(Activity activity) {
      List<String> heard = HEARD.get();
      heard.add("begin " + activity.agent());
      return () -> heard.add("end " + activity.agent());
    }
  }

  /** Fails at the first work that it hears of. */
  public static final class Broken implements TraceListener {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public boolean isOn(Activity.Kind kind) {
      return HEARD.get() != null;
    }

    @Override
    public Span begin(Activity activity) {
      throw new IllegalStateException("broken");
    }
  }

  /** Fails when it is asked. */
  public static final class Unsure implements TraceListener {
    @Override
    public String name() {
      return "asked-first";
    }

    @Override
    public boolean isOn(Activity.Kind kind) {
      if (HEARD.get() == null) {
        return false;
      }
      throw new IllegalStateException("unsure");
    }

    @Override
    public Span begin(Activity activity) {
      return Span.NONE;
    }
  }

  @AfterEach
  void stop() {
    HEARD.remove();
  }

  private static List<String> listen() {
    HEARD.set(new ArrayList<>());
    return HEARD.get();
  }

  @Test
  void work_isToldFromBeginToEnd_whateverOthersDo() {
    List<String> heard = listen();
    TraceListener.Span span = Tracing.begin(RUN);
    assertThat(Tracing.<Integer>during(STEP, () -> 5)).isEqualTo(5);
    span.close();
    assertThat(heard).containsExactly("begin device", "begin plan", "end plan", "end device");
  }

  @Test
  void workThatFails_endsToo() {
    List<String> heard = listen();
    assertThatThrownBy(
            () ->
                Tracing.during(
                    STEP,
                    () -> {
                      throw new ClosedException("gone");
                    }))
        .isInstanceOf(ClosedException.class);
    assertThat(heard).containsExactly("begin plan", "end plan");
  }

  @Test
  void kindsThatNobodyWants_areNotTold() {
    List<String> heard = listen();
    Tracing.begin(new Activity(Activity.Kind.BATCH, "net", "device", 3)).close();
    assertThat(heard).isEmpty();
  }
}
