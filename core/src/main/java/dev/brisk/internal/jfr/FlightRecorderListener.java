package dev.brisk.internal.jfr;

import dev.brisk.spi.Activity;
import dev.brisk.spi.TraceListener;

/**
 * Writes an event for each piece of work. Whether one is wanted, an event of the type that is kept
 * for the question tells by reading a field; asking so does not start the recorder.
 */
final class FlightRecorderListener implements TraceListener {
  private static final WorkEvent MODEL_LOAD = new ModelLoadEvent();
  private static final WorkEvent COMPILE = new CompileEvent();
  private static final WorkEvent RUN = new RunEvent();
  private static final WorkEvent BATCH = new BatchEvent();
  private static final WorkEvent QUANTIZE_STEP = new QuantizeStepEvent();
  private static final WorkEvent LEAK = new LeakEvent();

  @Override
  public String name() {
    return "jfr";
  }

  @Override
  public boolean isOn(Activity.Kind kind) {
    WorkEvent asked =
        switch (kind) {
          case MODEL_LOAD -> MODEL_LOAD;
          case COMPILE -> COMPILE;
          case RUN -> RUN;
          case BATCH -> BATCH;
          case QUANTIZE_STEP -> QUANTIZE_STEP;
          case LEAK -> LEAK;
        };
    return asked.isEnabled();
  }

  @Override
  public Span begin(Activity activity) {
    WorkEvent event =
        switch (activity.kind()) {
          case MODEL_LOAD -> new ModelLoadEvent();
          case COMPILE -> new CompileEvent();
          case RUN -> new RunEvent();
          case BATCH -> new BatchEvent();
          case QUANTIZE_STEP -> new QuantizeStepEvent();
          case LEAK -> new LeakEvent();
        };
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
