package dev.brisk.cli.optimize;

import dev.brisk.Accelerators;
import dev.brisk.BriskException;
import dev.brisk.CancelledException;
import dev.brisk.Model;
import dev.brisk.Optimization;
import dev.brisk.Profile;
import dev.brisk.Profiler;
import dev.brisk.Progress;
import dev.brisk.Tensor;
import dev.brisk.Tuning;
import java.util.Map;
import java.util.Optional;

/**
 * Where the time of runs goes, of the float model and of the best; empty where the accelerator does
 * not tell, or cannot.
 */
public record Profiles(Optional<Profile> before, Optional<Profile> after) {
  /** No profiles. */
  public static Profiles none() {
    return new Profiles(Optional.empty(), Optional.empty());
  }

  /**
   * Measures both, for a few seconds; neither where that is cancelled, so that what was found
   * before can be told.
   */
  public static Profiles of(
      Optimization found, Model floats, Map<String, Tensor> inputs, Progress progress) {
    try {
      return new Profiles(
          profile(floats, found.baseline().tuning(), inputs, progress),
          profile(found.best().model(), found.best().tuning(), inputs, progress));
    } catch (CancelledException e) {
      Thread.interrupted(); // else no file can be written any more
      return none();
    }
  }

  private static Optional<Profile> profile(
      Model model, Tuning tuning, Map<String, Tensor> inputs, Progress progress) {
    try {
      return Optional.of(
          Profiler.profile(
              model, Accelerators.named(tuning.accelerator()), inputs, tuning.options(), progress));
    } catch (CancelledException e) {
      throw e;
    } catch (BriskException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }
}
