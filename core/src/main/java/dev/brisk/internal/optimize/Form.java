package dev.brisk.internal.optimize;

import dev.brisk.Accelerator;
import dev.brisk.Model;
import dev.brisk.Optimization.Accuracy;
import dev.brisk.internal.Fingerprint;
import dev.brisk.internal.onnx.OnnxModelFormat;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A form of the model: as it was, or what a quantizer made of it. */
final class Form {
  private final String name;
  private final String quantizer;
  private final Model model;
  private final boolean isMade;
  private final long bytes;
  private final long fingerprint;
  private final Map<Accelerator, Accuracy> accuracies = new HashMap<>();
  private final String useless;
  private double decibels = Double.NaN;

  /**
   * A form.
   *
   * @param isMade whether the model is that form; else it only stands in its place
   * @param useless why it is of no use; empty if it may be
   */
  private Form(String name, String quantizer, Model model, boolean isMade, String useless) {
    this.name = name;
    this.quantizer = quantizer;
    this.model = model;
    this.isMade = isMade;
    this.useless = useless;
    this.bytes = isMade ? OnnxModelFormat.size(model) : 0;
    this.fingerprint = isMade ? Fingerprint.of(model) : 0;
  }

  static Form floats(Model model) {
    return new Form("float32", "", model, true, "");
  }

  static Form made(String name, String quantizer, Model model, String useless) {
    return new Form(name, quantizer, model, true, useless);
  }

  static Form unmade(String name, String quantizer, Model floats) {
    return new Form(name, quantizer, floats, false, "");
  }

  String useless() {
    return useless;
  }

  boolean isMade() {
    return isMade;
  }

  String name() {
    return name;
  }

  /** The name of the quantizer that made it; empty for the float model. */
  String quantizer() {
    return quantizer;
  }

  boolean isFloat() {
    return quantizer.isEmpty();
  }

  Model model() {
    return model;
  }

  long bytes() {
    return bytes;
  }

  long fingerprint() {
    return fingerprint;
  }

  double decibels() {
    return decibels;
  }

  void decibels(double measured) {
    decibels = measured;
  }

  @Nullable Accuracy accuracy(Accelerator accelerator) {
    return accuracies.get(accelerator);
  }

  void accuracy(Accelerator accelerator, Accuracy measured) {
    accuracies.put(accelerator, measured);
  }
}
