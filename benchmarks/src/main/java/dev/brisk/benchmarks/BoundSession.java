package dev.brisk.benchmarks;

import dev.brisk.Binding;
import dev.brisk.Executable;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Brisk with inputs and outputs fixed in native memory. */
final class BoundSession implements Session {
  private final Executable executable;
  private final Binding binding;
  private final ByteBuffer first;

  /** Binds an executable, which closes with this. */
  BoundSession(Executable executable, Map<String, Tensor> inputs) {
    this.executable = executable;
    Map<String, Shape> shapes = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    binding = executable.bind(shapes);
    inputs.forEach((name, tensor) -> binding.input(name).asByteBuffer().put(tensor.asByteBuffer()));
    first = binding.output(executable.outputs().get(0).name()).asByteBuffer();
  }

  @Override
  public void run() {
    binding.run();
  }

  @Override
  public int digest() {
    return Digest.of(first);
  }

  @Override
  public Map<String, Tensor> outputs() {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    for (TensorSpec output : executable.outputs()) {
      copies.put(output.name(), Tensors.copy(binding.output(output.name())));
    }
    return copies;
  }

  @Override
  public void close() {
    binding.close();
    executable.close();
  }
}
