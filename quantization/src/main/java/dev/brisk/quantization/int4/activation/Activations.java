package dev.brisk.quantization.int4.activation;

import dev.brisk.Accelerator;
import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.quantization.calibration.Replay;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.Map;

/** Shows the rows of values within a model, one sample after another. */
public final class Activations {
  private Activations() {}

  /**
   * Runs a model on samples.
   *
   * @param observers what is shown each value, by the value's name; a value is a stack of rows
   */
  public static void show(
      Model model,
      Collection<Map<String, Tensor>> samples,
      Accelerator accelerator,
      Map<String, ? extends RowObserver> observers) {
    Replay.show(
        model,
        observers.keySet(),
        samples,
        accelerator,
        (value, tensor) -> show(observers, value, tensor),
        sample -> sample.forEach((value, tensor) -> show(observers, value, tensor)));
  }

  private static void show(
      Map<String, ? extends RowObserver> observers, String value, Tensor tensor) {
    RowObserver observer = observers.get(value);
    if (observer == null) {
      return;
    }
    if (tensor.elementType() != ElementType.FLOAT32) {
      throw new InvalidInputException(
          "Weight-only quantization needs float32 values, but '%s' is %s".formatted(value, tensor));
    }
    FloatBuffer numbers = tensor.asFloatBuffer();
    float[] row = new float[observer.length()];
    while (numbers.remaining() >= row.length) {
      numbers.get(row);
      observer.add(row);
    }
  }
}
