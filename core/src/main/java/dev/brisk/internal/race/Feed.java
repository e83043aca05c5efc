package dev.brisk.internal.race;

import dev.brisk.Binding;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An executable with inputs that it is fed again and again: bound where all of them can be, with
 * tensors for each run where there are strings. For one thread.
 */
public final class Feed implements AutoCloseable {
  private final Executable executable;
  private final Map<String, Tensor> inputs;
  private final @Nullable Binding binding;

  private Feed(Executable executable, Map<String, Tensor> inputs, @Nullable Binding binding) {
    this.executable = executable;
    this.inputs = inputs;
    this.binding = binding;
  }

  /**
   * Feeds an executable, which stays the caller's.
   *
   * @param inputs with a batch dimension of 1 in front where it takes batches
   * @param batch how often the inputs are repeated along their first dimension
   */
  public static Feed of(Executable executable, Map<String, Tensor> inputs, int batch) {
    if (inputs.values().stream().anyMatch(it -> it.elementType() == ElementType.STRING)) {
      Map<String, Tensor> all = new LinkedHashMap<>();
      inputs.forEach((name, tensor) -> all.put(name, repeated(tensor, batch)));
      return new Feed(executable, all, null);
    }
    Map<String, Shape> shapes = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> shapes.put(name, repeated(tensor.shape(), batch)));
    Binding binding = executable.bind(shapes);
    try {
      inputs.forEach((name, tensor) -> fill(binding.input(name), tensor));
      return new Feed(executable, inputs, binding);
    } catch (RuntimeException | Error e) {
      binding.close();
      throw e;
    }
  }

  private static Shape repeated(Shape shape, int batch) {
    return batch == 1 || shape.rank() == 0 ? shape : shape.withDim(0, shape.dim(0) * batch);
  }

  private static Tensor repeated(Tensor tensor, int batch) {
    Shape shape = repeated(tensor.shape(), batch);
    if (shape.equals(tensor.shape())) {
      return tensor;
    } else if (tensor.elementType() != ElementType.STRING) {
      Tensor all = Tensor.allocate(tensor.elementType(), shape);
      fill(all, tensor);
      return all;
    }
    String[] once = tensor.toStringArray();
    String[] all = new String[once.length * batch];
    for (int i = 0; i < all.length; i++) {
      all[i] = once[i % once.length];
    }
    return Tensor.of(all, shape.dims());
  }

  private static void fill(Tensor target, Tensor source) {
    ByteBuffer memory = target.asByteBuffer();
    ByteBuffer bytes =
        source.hasBytes() ? source.asByteBuffer() : ByteBuffer.wrap(source.toByteArray());
    while (memory.hasRemaining()) {
      memory.put(bytes.rewind());
    }
  }

  /** Runs it once. */
  public void run() {
    if (binding != null) {
      binding.run();
    } else {
      executable.run(inputs).values().forEach(Tensor::close);
    }
  }

  /** Frees the binding. */
  @Override
  public void close() {
    if (binding != null) {
      binding.close();
    }
  }
}
