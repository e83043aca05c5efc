package dev.brisk.benchmarks;

import dev.brisk.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the benchmarks do with sets of tensors. */
final class Tensors {
  private Tensors() {}

  static Map<String, Tensor> copies(Map<String, Tensor> tensors) {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> copies.put(name, copy(tensor)));
    return copies;
  }

  static Tensor copy(Tensor tensor) {
    return Tensor.ofBytes(tensor.elementType(), tensor.toByteArray(), tensor.shape().dims());
  }
}
