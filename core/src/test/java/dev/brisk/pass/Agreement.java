package dev.brisk.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.op.Interpreter;
import dev.brisk.op.NdArray;
import dev.brisk.testing.OnnxRuntimeRun;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Checks by running them that two models compute the same. */
final class Agreement {
  private Agreement() {}

  /** Applies passes and checks that the outputs stay, with random inputs; gives the result. */
  static Model check(List<Pass> passes, Model model, Random random, double tolerance) {
    return check(passes, model, inputs(model, random), tolerance);
  }

  /**
   * Applies passes and checks that the outputs stay.
   *
   * @param tolerance how far apart elements may be, in parts of the largest one
   */
  static Model check(List<Pass> passes, Model model, Map<String, Tensor> inputs, double tolerance) {
    Model changed = Passes.apply(passes, model);
    Map<String, Tensor> before = OnnxRuntimeRun.of(model, inputs);
    Map<String, Tensor> after = OnnxRuntimeRun.of(changed, inputs);
    assertThat(after.keySet()).containsExactlyElementsOf(before.keySet());
    before.forEach((name, expected) -> check(name, expected, after.get(name), tolerance));
    return changed;
  }

  /** Checks the same of two models that this library itself interprets. */
  static void checkInterpreted(
      Model model, Model changed, Map<String, Tensor> inputs, double tolerance) {
    Map<String, Tensor> before = interpreted(model, inputs);
    Map<String, Tensor> after = interpreted(changed, inputs);
    assertThat(after.keySet()).containsExactlyElementsOf(before.keySet());
    before.forEach((name, expected) -> check(name, expected, after.get(name), tolerance));
  }

  static Map<String, Tensor> interpreted(Model model, Map<String, Tensor> inputs) {
    Map<String, NdArray> arrays = new HashMap<>();
    inputs.forEach((name, tensor) -> arrays.put(name, NdArray.of(tensor)));
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    Interpreter.of(model)
        .run(arrays)
        .forEach((name, made) -> outputs.put(name, ((NdArray) made).toTensor()));
    return outputs;
  }

  private static void check(String name, Tensor expected, Tensor actual, double tolerance) {
    assertThat(actual.elementType()).as(name).isEqualTo(expected.elementType());
    assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
    double[] wanted = expected.toDoubleArray();
    double[] got = actual.toDoubleArray();
    double largest = 0;
    double apart = 0;
    for (int i = 0; i < wanted.length; i++) {
      largest = Math.max(largest, Math.abs(wanted[i]));
      apart = Math.max(apart, Math.abs(wanted[i] - got[i]));
      assertThat(Double.isNaN(got[i])).as(name).isEqualTo(Double.isNaN(wanted[i]));
    }
    assertThat(apart)
        .as("difference of '%s', whose largest element is %s", name, largest)
        .isLessThanOrEqualTo(tolerance * largest);
  }

  /** Random numbers for each input; free dimensions are 2. */
  static Map<String, Tensor> inputs(Model model, Random random) {
    Map<String, Tensor> inputs = new HashMap<>();
    for (TensorSpec spec : model.inputs()) {
      inputs.put(spec.name(), random(spec.elementType(), spec.shape().withFree(2), random));
    }
    return inputs;
  }

  /** Normally distributed floats, or integers from 0 to 9. */
  static Tensor random(ElementType type, Shape shape, Random random) {
    double[] values = new double[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.isFloat() ? random.nextGaussian() : random.nextInt(10);
    }
    return Tensor.of(values, shape.dims()).to(type);
  }

  static Tensor floats(Random random, long... dims) {
    return random(ElementType.FLOAT32, Shape.of(dims), random);
  }
}
