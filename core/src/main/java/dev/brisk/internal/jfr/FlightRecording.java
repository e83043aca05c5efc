package dev.brisk.internal.jfr;

import dev.brisk.spi.TraceListener;
import java.util.Optional;

/** Java Flight Recorder, where the JVM has it. */
public final class FlightRecording {
  private FlightRecording() {}

  /** Empty on a JVM without the module {@code jdk.jfr}. */
  public static Optional<TraceListener> listener() {
    boolean present = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    return present ? Optional.of(new FlightRecorderListener()) : Optional.empty();
  }
}
