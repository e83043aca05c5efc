package dev.brisk.internal.jfr;

import dev.brisk.spi.Activity;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A step of quantization ended. */
@Name("dev.brisk.QuantizeStep")
@Label("Quantize Step")
@Description("A step of quantization ended.")
@Category("Brisk")
@StackTrace(false)
final class QuantizeStepEvent extends WorkEvent {
  @Label("Model")
  @Nullable String model;

  @Label("Step")
  @Nullable String step;

  @Override
  void describe(Activity activity) {
    model = activity.subject();
    step = activity.agent();
  }
}
