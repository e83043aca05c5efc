package dev.brisk.internal;

import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/** Where things that were forgotten open are reported, and the cleaner that frees them. */
public final class Leaks {
  private static final System.Logger LOG = System.getLogger("dev.brisk.leak");
  private static @Nullable Cleaner cleaner;

  private Leaks() {}

  /** The one cleaner of Brisk; its thread starts at the first call. */
  public static synchronized Cleaner cleaner() {
    if (cleaner == null) {
      cleaner = Cleaner.create();
    }
    return cleaner;
  }

  /** The present place in the program, to be named if what is made here leaks. */
  public static Throwable here() {
    return new Throwable("made here");
  }

  /** Warns that something was forgotten open and has now been freed. */
  public static void report(String what, Throwable madeAt) {
    LOG.log(
        System.Logger.Level.WARNING,
        "A "
            + what
            + " was never closed; it has been freed now. It was made where the trace shows.",
        madeAt);
  }
}
