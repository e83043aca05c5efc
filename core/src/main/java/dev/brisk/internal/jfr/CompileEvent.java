package dev.brisk.internal.jfr;

import dev.brisk.spi.Activity;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A model was made ready for a device. */
@Name("dev.brisk.Compile")
@Label("Compile")
@Description("A model was made ready for a device.")
@Category("Brisk")
@StackTrace(false)
final class CompileEvent extends WorkEvent {
  @Label("Model")
  @Nullable String model;

  @Label("Accelerator")
  @Nullable String accelerator;

  @Label("Threads")
  long threads;

  @Override
  void describe(Activity activity) {
    model = activity.subject();
    accelerator = activity.agent();
    threads = activity.amount();
  }
}
