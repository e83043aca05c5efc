package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The discrete Fourier transform along an axis of numbers whose last axis has the real part, or the
 * real and the imaginary one. One-sided, the spectrum of real numbers is given, or taken back,
 * without its mirrored half.
 */
final class Dft implements Operator {
  @Override
  public String type() {
    return "DFT";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape shape = node.shape(0);
    Shape made = null;
    Dim axis = axis(node);
    if (shape != null && axis.known()) {
      List<Dim> dims = Dim.list(shape);
      int along = along(axis.value(), shape.rank());
      dims.set(along, length(node, dims.get(along)));
      dims.set(shape.rank() - 1, Dim.of(isRealAgain(node) ? 1 : 2));
      made = Dim.shape(dims);
    }
    node.output(0, node.elementType(0), made);
  }

  /** An attribute before version 20. */
  private static Dim axis(InferenceContext node) {
    if (node.opset() < 20) {
      return Dim.of(node.attributes().intOr("axis", 1));
    }
    List<Dim> given = node.integers(2);
    return given != null ? given.get(0) : node.has(2) ? Dim.UNKNOWN : Dim.of(-2);
  }

  private static int along(long axis, int rank) {
    int along = Axes.of(axis, rank);
    if (along == rank - 1) {
      throw new InvalidInputException("The last axis, of complex numbers, is not transformed");
    }
    return along;
  }

  private static boolean isOneSided(InferenceContext node) {
    return node.attributes().intOr("onesided", 0) != 0;
  }

  private static boolean isInverse(InferenceContext node) {
    return node.attributes().intOr("inverse", 0) != 0;
  }

  private static boolean isRealAgain(InferenceContext node) {
    return isOneSided(node) && isInverse(node);
  }

  /** The length of the output along the axis. */
  private static Dim length(InferenceContext node, Dim own) {
    List<Dim> given = node.integers(1);
    Dim length = given != null ? given.get(0) : node.has(1) ? Dim.UNKNOWN : own;
    if (!isOneSided(node)) {
      return length;
    } else if (!length.known()) {
      return Dim.UNKNOWN;
    } else if (isInverse(node)) {
      return given != null ? length : Dim.of(2 * (length.value() - 1));
    }
    return Dim.of(length.value() / 2 + 1);
  }

  /** Lengths that are no powers of two take long. */
  @Override
  public boolean isFoldable() {
    return false;
  }

  @Override
  public @Nullable List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    if (!input.isFloat()) {
      return null;
    }
    Shape shape = node.outputShape(0);
    int axis = along(axis(node).value(), input.rank());
    NdArray given = node.arrayOrNull(1);
    int made = (int) shape.dim(axis);
    int length = isRealAgain(node) ? made : input.dim(axis);
    length = given == null ? length : Math.toIntExact(given.asLong());
    double[] output = new double[Math.toIntExact(shape.elements())];
    Line from = Line.of(input.shape(), axis);
    Line to = Line.of(shape, axis);
    double[] values = input.doubles();
    for (int line = 0; line < from.count(); line++) {
      double[] real = new double[length];
      double[] imaginary = new double[length];
      from.read(line, values, real, imaginary);
      if (isRealAgain(node)) {
        mirror(real, imaginary, input.dim(axis));
      }
      to.write(line, Spectrum.of(real, imaginary, isInverse(node)), output);
    }
    return List.of(NdArray.of(input.elementType(), shape, output));
  }

  /** Fills in the half of the spectrum of real numbers that is the other half's conjugate. */
  private static void mirror(double[] real, double[] imaginary, int given) {
    for (int i = Math.min(given, real.length); i < real.length; i++) {
      if (real.length - i < i) {
        real[i] = real[real.length - i];
        imaginary[i] = -imaginary[real.length - i];
      }
    }
  }

  /** How numbers lie that are transformed together. */
  private record Line(int count, int length, int stride, int parts) {
    static Line of(Shape shape, int axis) {
      int parts = (int) shape.dim(shape.rank() - 1);
      if (parts != 1 && parts != 2) {
        throw new InvalidInputException(
            "The last axis must have the real part, or the imaginary one too, but the shape is "
                + shape);
      }
      int length = (int) shape.dim(axis);
      int size = Math.toIntExact(shape.elements());
      return new Line(
          length == 0 ? 0 : size / length / parts, length, Strides.of(shape)[axis] / parts, parts);
    }

    private int place(int line, int index) {
      return (line / stride * stride * length + line % stride + index * stride) * parts;
    }

    void read(int line, double[] values, double[] real, double[] imaginary) {
      for (int i = 0; i < Math.min(length, real.length); i++) {
        real[i] = values[place(line, i)];
        imaginary[i] = parts == 1 ? 0 : values[place(line, i) + 1];
      }
    }

    void write(int line, Spectrum spectrum, double[] values) {
      for (int i = 0; i < length; i++) {
        values[place(line, i)] = spectrum.real[i];
        if (parts == 2) {
          values[place(line, i) + 1] = spectrum.imaginary[i];
        }
      }
    }
  }
}
