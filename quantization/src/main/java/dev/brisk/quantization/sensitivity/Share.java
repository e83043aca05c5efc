package dev.brisk.quantization.sensitivity;

import dev.brisk.Tensor;
import java.util.Map;
import java.util.Objects;

/** How much of the energy of a disturbance is in a part of it. */
final class Share {
  private double part;
  private double whole;

  /** Adds the values of one sample. */
  void add(Map<String, Tensor> values, Disturbance disturbance) {
    float[] exact = numbers(values, disturbance.value());
    whole += energy(exact, numbers(values, disturbance.disturbed()));
    part += energy(exact, numbers(values, disturbance.part()));
  }

  double value() {
    return whole == 0 ? 0 : Math.min(1, part / whole);
  }

  private static float[] numbers(Map<String, Tensor> values, String name) {
    return Objects.requireNonNull(values.get(name), name).toFloatArray();
  }

  private static double energy(float[] exact, float[] other) {
    double energy = 0;
    for (int i = 0; i < exact.length; i++) {
      double difference = (double) other[i] - exact[i];
      energy += Double.isFinite(difference) ? difference * difference : 0;
    }
    return energy;
  }
}
