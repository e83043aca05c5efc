package dev.brisk.internal.jfr;

import dev.brisk.spi.Activity;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A compiled model was run once. */
@Name("dev.brisk.Run")
@Label("Run")
@Description("A compiled model was run once.")
@Category("Brisk")
@StackTrace(false)
final class RunEvent extends WorkEvent {
  @Label("Model")
  @Nullable String model;

  @Label("Accelerator")
  @Nullable String accelerator;

  @Override
  void describe(Activity activity) {
    model = activity.subject();
    accelerator = activity.agent();
  }
}
