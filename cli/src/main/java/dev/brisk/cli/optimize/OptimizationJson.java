package dev.brisk.cli.optimize;

import dev.brisk.Optimization;
import dev.brisk.Optimization.Accuracy;
import dev.brisk.Optimization.Candidate;
import dev.brisk.Optimization.Speed;
import dev.brisk.cli.metric.MetricSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was found, as fields of a JSON object.
 *
 * @param found what was found
 * @param source the float model's file
 * @param best the file that the best model was written to
 * @param metric what was measured; empty where the noise of outputs was
 */
public record OptimizationJson(
    Optimization found, Path source, Path best, Optional<MetricSpec> metric) {
  /** The fields. */
  public Map<String, @Nullable Object> report() {
    Map<String, @Nullable Object> report = new LinkedHashMap<>();
    report.put("float", candidate(found.baseline()));
    report.put("best", candidate(found.chosen()));
    report.put("front", found.front().stream().map(this::candidate).toList());
    report.put("met", found.isMet());
    report.put("reason", found.reason());
    report.put("stopped", found.stopped());
    report.put("seconds", found.took().toMillis() / 1e3);
    report.put("reasons", found.candidates().stream().map(OptimizationJson::reason).toList());
    report.put("candidates", found.candidates().stream().map(this::candidate).toList());
    return report;
  }

  private static Map<String, Object> reason(Candidate candidate) {
    Map<String, Object> reason = new LinkedHashMap<>();
    reason.put("candidate", candidate.title());
    reason.put("reason", candidate.reason());
    return reason;
  }

  private Map<String, @Nullable Object> candidate(Candidate candidate) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("model", file(candidate));
    fields.put("precision", candidate.precision());
    fields.put("accelerator", candidate.tuning().accelerator());
    fields.put("threads", candidate.tuning().options().threads().orElse(0));
    fields.put("batch", candidate.tuning().batch());
    fields.put("instances", candidate.tuning().instances());
    fields.put("metric", metric.map(MetricSpec::name).orElse("noise"));
    Optional<Accuracy> accuracy = candidate.accuracy();
    fields.put("value", accuracy.map(it -> value(it.score())).orElse(null));
    fields.put("loss", accuracy.map(Accuracy::loss).orElse(null));
    fields.put("loss_uncertainty", accuracy.map(Accuracy::uncertainty).orElse(null));
    Optional<Speed> speed = candidate.speed();
    fields.put("p50_ms", speed.map(Speed::p50Millis).orElse(null));
    fields.put("p99_ms", speed.map(Speed::p99Millis).orElse(null));
    fields.put("throughput", speed.map(Speed::throughput).orElse(null));
    fields.put("speed_up", speed.map(Speed::speedUp).orElse(null));
    fields.put("speed_up_low", speed.map(Speed::speedUpLow).orElse(null));
    fields.put("speed_up_high", speed.map(Speed::speedUpHigh).orElse(null));
    fields.put("runs", speed.map(Speed::runs).orElse(null));
    fields.put("bytes", candidate.bytes());
    fields.put(
        "sqnr_db", candidate.decibels().isPresent() ? candidate.decibels().getAsDouble() : null);
    fields.put("reason", candidate.reason());
    return fields;
  }

  /** The metric's own figure. */
  private double value(double score) {
    return metric.map(spec -> spec.value(score)).orElse(score);
  }

  private @Nullable String file(Candidate candidate) {
    if (candidate.equals(found.chosen())) {
      return best.toString();
    }
    return candidate.precision().equals(found.baseline().precision()) ? source.toString() : null;
  }
}
