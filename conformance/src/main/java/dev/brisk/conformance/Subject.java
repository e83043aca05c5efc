package dev.brisk.conformance;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Tensor;
import java.util.Set;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;

/**
 * The accelerator under test and what is expected of it.
 *
 * @param opener gives the accelerator; not called before a case runs
 * @param tolerance see {@link AcceleratorContract#tolerance}
 * @param types see {@link AcceleratorContract#elementTypes}
 */
record Subject(
    String name, Supplier<Accelerator> opener, double tolerance, Set<ElementType> types) {

  Accelerator accelerator() {
    return opener.get();
  }

  Executable compile(Model model) {
    return accelerator().compile(model);
  }

  Executable compile(Model model, CompileOptions options) {
    return accelerator().compile(model, options);
  }

  /** Asserts the type, the shape and, within the tolerance, the values of a float tensor. */
  void expect(Tensor actual, float[] expected, long... dims) {
    Assertions.assertThat(actual).isNotNull();
    Assertions.assertThat(actual.shape().dims()).as("shape").containsExactly(dims);
    float[] values = actual.toFloatArray();
    Assertions.assertThat(values).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      float allowed = (float) (tolerance * Math.max(1, Math.abs(expected[i])));
      Assertions.assertThat(values[i])
          .as("element %d", i)
          .isCloseTo(expected[i], Offset.offset(allowed));
    }
  }
}
