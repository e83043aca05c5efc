package dev.brisk.internal.optimize;

import dev.brisk.Accelerator;
import dev.brisk.BriskException;
import dev.brisk.Optimization.Accuracy;
import dev.brisk.Optimization.Candidate;
import dev.brisk.Optimization.Speed;
import dev.brisk.Tuning;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A form of the model with a way of running it, and what is known of it so far. */
final class Entrant {
  private final Form form;
  private final Accelerator accelerator;
  private final Tuning tuning;
  private @Nullable Speed speed;
  private @Nullable String dropped;

  Entrant(Form form, Accelerator accelerator, Tuning tuning) {
    this.form = form;
    this.accelerator = accelerator;
    this.tuning = tuning;
  }

  /** One whose form was never made. */
  static Entrant unmade(String name, String quantizer, Entrant like, String reason) {
    Form form = Form.unmade(name, quantizer, like.form.model());
    Entrant entrant = new Entrant(form, like.accelerator, like.tuning);
    entrant.drop(reason);
    return entrant;
  }

  boolean isUnmade() {
    return !form.isMade();
  }

  Form form() {
    return form;
  }

  Accelerator accelerator() {
    return accelerator;
  }

  Tuning tuning() {
    return tuning;
  }

  /** What it took in the last heat; null before the first. */
  @Nullable Speed speed() {
    return speed;
  }

  void speed(Speed measured) {
    speed = measured;
  }

  /** How many times faster than the baseline; 0 before it was measured. */
  double speedUp() {
    return speed == null ? 0 : speed.speedUp();
  }

  @Nullable Accuracy accuracy() {
    return form.accuracy(accelerator);
  }

  boolean isAlive() {
    return dropped == null;
  }

  /** Drops it, for the first reason that there was. */
  void drop(String reason) {
    if (dropped == null) {
      dropped = reason;
    }
  }

  /** Drops it since it cannot run; whatever was measured of it before counts no more. */
  void fail(BriskException failure) {
    dropped = "It cannot run: " + failure.getMessage();
    speed = null;
  }

  String title() {
    return form.name() + " on " + tuning;
  }

  Candidate candidate(String otherwise) {
    return new Candidate(
        form.name(),
        tuning,
        form.bytes(),
        Double.isNaN(form.decibels()) ? OptionalDouble.empty() : OptionalDouble.of(form.decibels()),
        Optional.ofNullable(accuracy()),
        Optional.ofNullable(speed),
        dropped != null,
        dropped == null ? otherwise : dropped);
  }
}
