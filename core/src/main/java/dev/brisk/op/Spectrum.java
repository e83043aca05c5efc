package dev.brisk.op;

/**
 * The discrete Fourier transform of complex numbers, real and imaginary parts apart: by halves
 * where the length is a power of two (Cooley and Tukey, 1965), else by its definition.
 */
final class Spectrum {
  final double[] real;
  final double[] imaginary;

  private Spectrum(double[] real, double[] imaginary) {
    this.real = real;
    this.imaginary = imaginary;
  }

  /** Of numbers of any count; the inverse is divided by it. */
  static Spectrum of(double[] real, double[] imaginary, boolean inverse) {
    int length = real.length;
    Spectrum given = new Spectrum(real, imaginary);
    boolean halves = Integer.bitCount(length) == 1;
    Spectrum made = halves ? byHalves(given, inverse) : byDefinition(given, inverse);
    for (int i = 0; inverse && i < length; i++) {
      made.real[i] /= length;
      made.imaginary[i] /= length;
    }
    return made;
  }

  private static Spectrum byDefinition(Spectrum given, boolean inverse) {
    int length = given.real.length;
    Spectrum made = new Spectrum(new double[length], new double[length]);
    for (int k = 0; k < length; k++) {
      for (int n = 0; n < length; n++) {
        double angle = angle((long) k * n % length, length, inverse);
        made.add(k, given, n, Math.cos(angle), Math.sin(angle));
      }
    }
    return made;
  }

  private void add(int at, Spectrum from, int index, double cosine, double sine) {
    real[at] += from.real[index] * cosine - from.imaginary[index] * sine;
    imaginary[at] += from.real[index] * sine + from.imaginary[index] * cosine;
  }

  private static double angle(long step, int length, boolean inverse) {
    return (inverse ? 2 : -2) * Math.PI * step / length;
  }

  private static Spectrum byHalves(Spectrum given, boolean inverse) {
    int length = given.real.length;
    if (length == 1) {
      return given;
    }
    Spectrum even = byHalves(given.everySecond(0), inverse);
    Spectrum odd = byHalves(given.everySecond(1), inverse);
    Spectrum made = new Spectrum(new double[length], new double[length]);
    int half = length / 2;
    for (int k = 0; k < half; k++) {
      double angle = angle(k, length, inverse);
      double cosine = Math.cos(angle);
      double sine = Math.sin(angle);
      made.add(k, even, k, 1, 0);
      made.add(k, odd, k, cosine, sine);
      made.add(k + half, even, k, 1, 0);
      made.add(k + half, odd, k, -cosine, -sine);
    }
    return made;
  }

  private Spectrum everySecond(int from) {
    int half = real.length / 2;
    Spectrum made = new Spectrum(new double[half], new double[half]);
    for (int i = 0; i < half; i++) {
      made.real[i] = real[2 * i + from];
      made.imaginary[i] = imaginary[2 * i + from];
    }
    return made;
  }
}
