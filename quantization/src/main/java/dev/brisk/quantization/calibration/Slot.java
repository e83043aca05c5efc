package dev.brisk.quantization.calibration;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Memory for the copy of a sample that waits to be run. For one thread at a time. */
final class Slot {
  private Map<String, Tensor> sample = Map.of();

  /** The sample that was copied last. */
  Map<String, Tensor> sample() {
    return sample;
  }

  /** Copies a sample; the copy is overwritten by the next. */
  Map<String, Tensor> take(Map<String, Tensor> next) {
    Map<String, Tensor> copies = new HashMap<>();
    next.forEach((name, tensor) -> copies.put(name, copy(tensor, sample.get(name))));
    sample = copies;
    return copies;
  }

  /** A copy, in the memory of an earlier one where it fits. */
  private static Tensor copy(Tensor tensor, @Nullable Tensor earlier) {
    if (tensor.elementType() == ElementType.STRING) {
      return Tensor.of(tensor.toStringArray(), tensor.shape().dims());
    }
    Tensor copy =
        earlier != null
                && earlier.elementType() == tensor.elementType()
                && earlier.shape().equals(tensor.shape())
            ? earlier
            : Tensor.allocate(tensor.elementType(), tensor.shape());
    Lane.copy(tensor, copy);
    return copy;
  }
}
