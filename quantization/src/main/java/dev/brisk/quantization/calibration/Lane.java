package dev.brisk.quantization.calibration;

import dev.brisk.Binding;
import dev.brisk.CancelledException;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs samples one after another. Where there is one executable, samples of the same shapes are run
 * in memory that is used again; one that differs in size from the one before is run in memory of
 * its own. For one thread at a time.
 */
final class Lane implements AutoCloseable {
  private final List<Executable> executables;
  private @Nullable Binding binding;
  private Map<String, Tensor> loose = Map.of();
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
    bind(sample);
    for (Executable executable : executables) {
      stopIfInterrupted();
      if (binding == null) {
        Map<String, Tensor> outputs = executable.run(sample);
        try {
          outputs.forEach(observer);
        } finally {
          outputs.values().forEach(Tensor::close);
        }
      } else {
        run(executable, binding, sample).forEach(observer);
      }
    }
    samples++;
  }

  /**
   * Runs a sample that was checked on the one executable there is; gives its values, which last
   * until the next sample.
   *
   * @throws CancelledException if the thread is interrupted
   */
  Map<String, Tensor> values(Map<String, Tensor> sample) {
    release();
    bind(sample);
    stopIfInterrupted();
    Executable executable = executables.get(0);
    samples++;
    if (binding != null) {
      return run(executable, binding, sample);
    }
    loose = executable.run(sample);
    return loose;
  }

  private void stopIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelledException("Calibration was interrupted after " + samples + " samples");
    }
  }

  private static Map<String, Tensor> run(
      Executable executable, Binding binding, Map<String, Tensor> sample) {
    sample.forEach((name, tensor) -> copy(tensor, binding.input(name)));
    binding.run();
    Map<String, Tensor> values = new LinkedHashMap<>();
    executable
        .outputs()
        .forEach(output -> values.put(output.name(), binding.output(output.name())));
    return values;
  }

  /** Binds the executable to the sample's shapes unless it is, if they are the usual ones. */
  private void bind(Map<String, Tensor> sample) {
    if (executables.size() > 1) {
      return;
    }
    Map<String, Shape> now = new HashMap<>();
    sample.forEach((name, tensor) -> now.put(name, tensor.shape()));
    boolean usual = shapes == null || shapes.equals(now);
    if (!usual) {
      unbind();
    } else if (binding == null && sample.values().stream().allMatch(Lane::isBindable)) {
      binding = executables.get(0).bind(now);
    }
    shapes = now;
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
    if (binding != null) {
      binding.close();
      binding = null;
    }
  }

  private void release() {
    loose.values().forEach(Tensor::close);
    loose = Map.of();
  }

  @Override
  public void close() {
    release();
    unbind();
  }
}
