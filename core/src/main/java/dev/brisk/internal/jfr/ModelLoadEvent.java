package dev.brisk.internal.jfr;

import dev.brisk.spi.Activity;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A model was read. */
@Name("dev.brisk.ModelLoad")
@Label("Model Load")
@Description("A model was read.")
@Category("Brisk")
@StackTrace(false)
final class ModelLoadEvent extends WorkEvent {
  @Label("Model")
  @Nullable String model;

  @Label("Format")
  @Nullable String format;

  @Label("Size")
  @DataAmount
  long bytes;

  @Override
  void describe(Activity activity) {
    model = activity.subject();
    format = activity.agent();
    bytes = activity.amount();
  }
}
