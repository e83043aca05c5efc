package dev.brisk.internal.jfr;

import dev.brisk.spi.Activity;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** Several samples were run at once. */
@Name("dev.brisk.Batch")
@Label("Batch")
@Description("Several samples were run at once.")
@Category("Brisk")
@StackTrace(false)
final class BatchEvent extends WorkEvent {
  @Label("Model")
  @Nullable String model;

  @Label("Executable")
  @Nullable String executable;

  @Label("Samples")
  long samples;

  @Override
  void describe(Activity activity) {
    model = activity.subject();
    executable = activity.agent();
    samples = activity.amount();
  }
}
