package dev.brisk.internal.jfr;

import dev.brisk.spi.Activity;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** Something that nobody closed became unreachable and was freed. */
@Name("dev.brisk.Leak")
@Label("Leak")
@Description("Something that nobody closed became unreachable and was freed.")
@Category("Brisk")
@StackTrace(false)
final class LeakEvent extends WorkEvent {
  @Label("What")
  @Nullable String what;

  @Label("Made at")
  @Nullable String madeAt;

  @Override
  void describe(Activity activity) {
    what = activity.subject();
    madeAt = activity.agent();
  }
}
