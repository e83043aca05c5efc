package dev.brisk.cli;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.UnsupportedModelException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Inputs for a model without samples: always the same random numbers, floats from 0 to 1, integers
 * 0 or 1 so that they are valid as indices, too. Free dimensions are 1.
 */
final class RandomInputs {
  private static final long SEED = 20;

  private RandomInputs() {}

  static Map<String, Tensor> of(List<TensorSpec> inputs) {
    return of(inputs, new Random(SEED));
  }

  /** So many different ones. */
  static List<Map<String, Tensor>> several(List<TensorSpec> inputs, int count) {
    Random random = new Random(SEED);
    return IntStream.range(0, count).mapToObj(i -> of(inputs, random)).toList();
  }

  private static Map<String, Tensor> of(List<TensorSpec> inputs, Random random) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    inputs.forEach(input -> tensors.put(input.name(), tensor(input, random)));
    return tensors;
  }

  private static Tensor tensor(TensorSpec input, Random random) {
    Shape declared = input.shape();
    if (declared == null) {
      throw new UnsupportedModelException(
          "The model does not declare the rank of its input "
              + input.name()
              + "; give a task file with samples instead");
    }
    Shape shape = declared.withFree(1);
    if (input.elementType() == ElementType.STRING) {
      return Tensor.allocate(input.elementType(), shape);
    }
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = input.elementType().isFloat() ? random.nextFloat() : random.nextInt(2);
    }
    return Tensor.of(values, shape.dims()).to(input.elementType());
  }
}
