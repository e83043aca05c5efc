package dev.brisk.quantization.calibration;

import dev.brisk.Binding;
import dev.brisk.CancelledException;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs samples one after another. Samples of the same shapes are run in memory that is used again;
 * one that differs in size from the one before is run in memory of its own. For one thread.
 */
final class Lane implements AutoCloseable {
  private final List<Executable> executables;
  private final List<Binding> bindings = new ArrayList<>();
  private @Nullable Map<String, Shape> shapes;
  private long samples;

  /** Runs each sample on each of the executables, which stay the caller's. */
  Lane(List<Executable> executables) {
    this.executables = executables;
  }

  /**
   * Runs a sample that was checked.
   *
   * @param observer given each value with its name; the tensor must not be used thereafter
   * @throws CancelledException if the thread is interrupted
   */
  void run(Map<String, Tensor> sample, BiConsumer<String, Tensor> observer) {
    boolean bound = bind(sample);
    for (int i = 0; i < executables.size(); i++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancelledException("Calibration was interrupted after " + samples + " samples");
      }
      if (bound) {
        run(executables.get(i), bindings.get(i), sample, observer);
      } else {
        Map<String, Tensor> outputs = executables.get(i).run(sample);
        outputs.forEach(observer);
        outputs.values().forEach(Tensor::close);
      }
    }
    samples++;
  }

  private static void run(
      Executable executable,
      Binding binding,
      Map<String, Tensor> sample,
      BiConsumer<String, Tensor> observer) {
    sample.forEach((name, tensor) -> copy(tensor, binding.input(name)));
    binding.run();
    executable
        .outputs()
        .forEach(output -> observer.accept(output.name(), binding.output(output.name())));
  }

  /** Whether the executables are bound to the sample's shapes, now or since earlier. */
  private boolean bind(Map<String, Tensor> sample) {
    Map<String, Shape> now = new HashMap<>();
    sample.forEach((name, tensor) -> now.put(name, tensor.shape()));
    boolean usual = shapes == null || shapes.equals(now);
    if (!usual) {
      unbind();
    } else if (bindings.isEmpty() && sample.values().stream().allMatch(Lane::isBindable)) {
      for (Executable executable : executables) {
        bindings.add(executable.bind(now));
      }
    }
    shapes = now;
    return !bindings.isEmpty();
  }

  private static boolean isBindable(Tensor tensor) {
    return tensor.elementType() != ElementType.STRING;
  }

  /** Copies elements to a tensor of the same type and shape, but not text. */
  static void copy(Tensor from, Tensor to) {
    if (from.asBuffer() instanceof ByteBuffer bytes) {
      to.asByteBuffer().put(bytes);
    } else {
      to.asByteBuffer().put(from.toByteArray());
    }
  }

  private void unbind() {
    bindings.forEach(Binding::close);
    bindings.clear();
  }

  @Override
  public void close() {
    unbind();
  }
}
