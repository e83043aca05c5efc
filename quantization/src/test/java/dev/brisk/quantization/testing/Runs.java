package dev.brisk.quantization.testing;

import dev.brisk.Accelerators;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Tensor;
import java.util.List;
import java.util.Map;

/** Runs models and compares what they give. */
public final class Runs {
  private Runs() {}

  /** The outputs of a model for an input. */
  public static Map<String, Tensor> run(Model model, Map<String, Tensor> input) {
    try (Executable executable =
        Accelerators.best().compile(model, CompileOptions.defaults().threads(1))) {
      return executable.run(input);
    }
  }

  /** The signal-to-noise ratio, in dB, of a model's outputs against another's over some inputs. */
  public static double sqnr(Model reference, Model model, List<Map<String, Tensor>> inputs) {
    double signal = 0;
    double noise = 0;
    for (Map<String, Tensor> input : inputs) {
      Map<String, Tensor> expected = run(reference, input);
      Map<String, Tensor> actual = run(model, input);
      for (Map.Entry<String, Tensor> entry : expected.entrySet()) {
        float[] wanted = entry.getValue().toFloatArray();
        float[] got = actual.get(entry.getKey()).toFloatArray();
        for (int i = 0; i < wanted.length; i++) {
          signal += (double) wanted[i] * wanted[i];
          noise += Math.pow((double) wanted[i] - got[i], 2);
        }
      }
    }
    return 10 * Math.log10(signal / Math.max(noise, Double.MIN_NORMAL));
  }
}
