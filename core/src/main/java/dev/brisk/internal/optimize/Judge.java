package dev.brisk.internal.optimize;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.Optimization.Accuracy;
import dev.brisk.Score;
import dev.brisk.Scoring;
import dev.brisk.internal.Machine;
import org.jspecify.annotations.Nullable;

/** Scores forms, and compares their scores with the float model's. */
final class Judge {
  /** The bounds of a mean hold 95 of 100 times. */
  private static final double DEVIATIONS = 1.96;

  private final Request request;
  private final Watch watch;
  private final Probe probe;
  private final Store store;
  private @Nullable Score floats;

  Judge(Request request, Watch watch, Probe probe, Store store) {
    this.request = request;
    this.watch = watch;
    this.probe = probe;
    this.store = store;
  }

  /** Scores the float model, then others. */
  Accuracy judge(Form form, Accelerator accelerator) {
    Accuracy known = form.accuracy(accelerator);
    if (known != null) {
      return known;
    }
    Score score = score(form, accelerator);
    if (Double.isNaN(score.value())) {
      throw new InvalidInputException("The score of " + form.name() + " is not a number");
    }
    Score baseline = floats == null ? score : floats;
    floats = baseline;
    Accuracy accuracy =
        new Accuracy(
            score.value(),
            baseline.value() - score.value(),
            uncertainty(baseline.samples(), score.samples()));
    form.accuracy(accelerator, accuracy);
    return accuracy;
  }

  private Score score(Form form, Accelerator accelerator) {
    watch.stage("scoring " + form.name());
    String question =
        "score of %016x by '%s' on %s, %s"
            .formatted(
                form.fingerprint(),
                request.scoring() == null ? "the noise of outputs" : request.data(),
                Store.named(accelerator),
                Machine.processors());
    Score known = request.scoring() == null ? null : store.score(question);
    if (known != null) {
      return known;
    }
    int threads = request.threads().get(request.threads().size() - 1);
    CompileOptions options = CompileOptions.defaults().threads(threads);
    try (Executable executable = accelerator.compile(form.model(), options)) {
      Scoring scoring = request.scoring();
      if (scoring == null) {
        return probe.score(executable, watch);
      }
      Score score = scoring.score(form.model(), executable, watch);
      store.keep(question, score);
      return score;
    }
  }

  /** How far the mean of the samples' differences may be from that of all. */
  private static double uncertainty(double[] one, double[] other) {
    if (one.length < 2 || one.length != other.length) {
      return Double.NaN;
    }
    double mean = 0;
    for (int i = 0; i < one.length; i++) {
      mean += (one[i] - other[i]) / one.length;
    }
    double squares = 0;
    for (int i = 0; i < one.length; i++) {
      double deviation = one[i] - other[i] - mean;
      squares += deviation * deviation;
    }
    return DEVIATIONS * Math.sqrt(squares / (one.length - 1) / one.length);
  }
}
