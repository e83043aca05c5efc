package dev.brisk.backend.cpu.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.Accelerators;
import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks drawn at random, beside the plain code of their operators. */
final class OneDnnNetsTest {
  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void floatNetsGiveTheSame(long seed) {
    Model model = RandomNet.of(seed, false);
    Tensor input = input(model, seed);
    float[] expected = run("reference", model, input, 1);
    float[] actual = run("onednn", model, input, 1 + (int) (seed % 2));
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f * (1 + Math.abs(expected[i]))));
    }
  }

  /** Codes that are left out in between, and ties, make single codes differ, but few by much. */
  @ParameterizedTest
  @MethodSource("seeds")
  void quantizedNetsGiveNearlyTheSame(long seed) {
    Model model = RandomNet.of(seed, true);
    Tensor input = input(model, seed);
    float[] expected = run("reference", model, input, 1);
    float[] actual = run("onednn", model, input, 1 + (int) (seed % 2));
    assertThat(actual).hasSameSizeAs(expected);
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      error += Math.abs(actual[i] - expected[i]);
    }
    assertThat(error / expected.length).as("mean error, a code being 0.05").isLessThan(0.05);
  }

  private static Tensor input(Model model, long seed) {
    Random random = new Random(seed);
    Shape shape = model.inputs().get(0).shape();
    Tensor input = Tensor.allocate(ElementType.FLOAT32, shape);
    for (int i = 0; i < input.elements(); i++) {
      input.asFloatBuffer().put(i, (float) random.nextGaussian());
    }
    return input;
  }

  private static float[] run(String accelerator, Model model, Tensor input, int threads) {
    try (Executable executable =
        Accelerators.named(accelerator)
            .compile(model, CompileOptions.defaults().threads(threads))) {
      return executable.run(input).values().iterator().next().toFloatArray();
    }
  }
}
