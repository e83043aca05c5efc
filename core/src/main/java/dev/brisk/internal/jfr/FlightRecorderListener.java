package dev.brisk.internal.jfr;

import dev.brisk.spi.Activity;
import dev.brisk.spi.TraceListener;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes an event for each piece of work. Whether one is wanted, an event of the type that is kept
 * for the question tells by reading a field; asking so does not start the recorder.
 */
final class FlightRecorderListener implements TraceListener {
  private static final Map<Activity.Kind, Supplier<WorkEvent>> TYPES =
      new EnumMap<>(
          Map.of(
              Activity.Kind.MODEL_LOAD, ModelLoadEvent::new,
              Activity.Kind.COMPILE, CompileEvent::new,
              Activity.Kind.RUN, RunEvent::new,
              Activity.Kind.BATCH, BatchEvent::new,
              Activity.Kind.QUANTIZE_STEP, QuantizeStepEvent::new,
              Activity.Kind.LEAK, LeakEvent::new));

  private final WorkEvent[] samples = new WorkEvent[Activity.Kind.values().length];

  FlightRecorderListener() {
    TYPES.forEach((kind, type) -> samples[kind.ordinal()] = type.get());
  }

  @Override
  public String name() {
    return "jfr";
  }

  @Override
  public boolean isOn(Activity.Kind kind) {
    return samples[kind.ordinal()].isEnabled();
  }

  @Override
  public Span begin(Activity activity) {
    WorkEvent event = TYPES.get(activity.kind()).get();
    event.begin();
    return () -> {
      event.end();
      if (event.shouldCommit()) {
        event.describe(activity);
        event.commit();
      }
    };
  }
}
