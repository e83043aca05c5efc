package dev.brisk.benchmarks;

import dev.brisk.Executable;
import dev.brisk.Tensor;
import java.nio.file.Path;
import java.util.Map;

/** Brisk with tensors in and new tensors out. */
final class UnboundSession implements Session {
  private final Executable executable;
  private final Map<String, Tensor> inputs;
  private Map<String, Tensor> last;

  UnboundSession(Path file, Map<String, Tensor> inputs, int threads) {
    executable = BriskModel.compile(file, threads);
    this.inputs = Map.copyOf(inputs);
    last = executable.run(this.inputs);
  }

  @Override
  public void run() {
    last = executable.run(inputs);
  }

  @Override
  public int digest() {
    return Digest.of(last.values().iterator().next().asByteBuffer());
  }

  @Override
  public Map<String, Tensor> outputs() {
    return Tensors.copies(last);
  }

  @Override
  public void close() {
    executable.close();
  }
}
