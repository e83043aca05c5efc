package dev.brisk.internal.jfr;

import dev.brisk.spi.Activity;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.StackTrace;

/** What the events of work have in common. */
@Category("Brisk")
@StackTrace(false)
abstract class WorkEvent extends Event {
  /** Fills in the fields. */
  abstract void describe(Activity activity);
}
