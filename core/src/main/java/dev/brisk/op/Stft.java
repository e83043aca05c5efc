package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The discrete Fourier transforms of the frames of a signal, which begin so many steps apart; each
 * is weighted by a window. One-sided, the mirrored half of each spectrum is left out.
 */
final class Stft implements Operator {
  @Override
  public String type() {
    return "STFT";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape signal = node.shape(0);
    Shape shape = null;
    if (signal != null && signal.rank() == 3) {
      Dim length = frameLength(node, signal);
      boolean half = node.attributes().intOr("onesided", 1) != 0;
      Dim bins = half && length.known() ? Dim.of(length.value() / 2 + 1) : length;
      Dim made = half && !length.known() ? Dim.UNKNOWN : bins;
      Dim frames = frames(Dim.of(signal, 1), length, node.integers(1));
      shape = Dim.shape(List.of(Dim.of(signal, 0), frames, made, Dim.of(2)));
    }
    node.output(0, node.elementType(0), shape);
  }

  private static Dim frameLength(InferenceContext node, Shape signal) {
    List<Dim> given = node.integers(3);
    if (given != null) {
      return given.get(0);
    }
    Shape window = node.shape(2);
    if (window != null && window.rank() == 1) {
      return Dim.of(window, 0);
    }
    return node.has(2) || node.has(3) ? Dim.UNKNOWN : Dim.of(signal, 1);
  }

  private static Dim frames(Dim signal, Dim length, @Nullable List<Dim> step) {
    if (step == null || !step.get(0).known() || !signal.known() || !length.known()) {
      return Dim.UNKNOWN;
    } else if (step.get(0).value() < 1 || length.value() < 1) {
      throw new InvalidInputException(
          "Frames must have a length and a step of 1 or more, but have %s and %s"
              .formatted(length, step.get(0)));
    }
    long rest = signal.value() - length.value();
    return Dim.of(rest < 0 ? 0 : 1 + rest / step.get(0).value());
  }

  @Override
  public @Nullable List<? extends Datum> evaluate(Evaluation node) {
    NdArray signal = node.array(0);
    NdArray window = node.arrayOrNull(2);
    if (!signal.isFloat()) {
      return null;
    }
    Shape shape = node.outputShape(0);
    int step = Math.toIntExact(node.array(1).asLong());
    int length = (int) frameLength(node, signal.shape()).value();
    double[] weights = window == null ? null : window.doubles();
    if (weights != null && weights.length != length) {
      throw new InvalidInputException(
          "The window must have the frames' length %d, but has %d"
              .formatted(length, weights.length));
    }
    double[] values = signal.doubles();
    int parts = signal.dim(2);
    int frames = (int) shape.dim(1);
    int bins = (int) shape.dim(2);
    double[] output = new double[Math.toIntExact(shape.elements())];
    for (int frame = 0; frame < shape.dim(0) * frames; frame++) {
      int start = (frame / frames * signal.dim(1) + frame % frames * step) * parts;
      double[] real = new double[length];
      double[] imaginary = new double[length];
      for (int i = 0; i < length; i++) {
        double weight = weights == null ? 1 : weights[i];
        real[i] = weight * values[start + i * parts];
        imaginary[i] = parts == 1 ? 0 : weight * values[start + i * parts + 1];
      }
      Spectrum spectrum = Spectrum.of(real, imaginary, false);
      for (int bin = 0; bin < bins; bin++) {
        output[(frame * bins + bin) * 2] = spectrum.real[bin];
        output[(frame * bins + bin) * 2 + 1] = spectrum.imaginary[bin];
      }
    }
    return List.of(NdArray.of(signal.elementType(), shape, output));
  }
}
