package dev.brisk.benchmarks;

import dev.brisk.Tensor;
import java.nio.file.Path;
import java.util.Map;

/**
 * A way to run a model in a JVM. All but {@link #ONEDNN} use ONNX Runtime with the same {@linkplain
 * OrtModel#spinning settings}.
 */
public enum Contender {
  /** ONNX Runtime Java at its best: direct buffers, pinned outputs, names looked up once. */
  RAW,

  /** ONNX Runtime Java as it is mostly used: heap arrays in, nested arrays out. */
  TYPICAL,

  /** Brisk with a binding. */
  BOUND,

  /** Brisk with tensors in and new tensors out. */
  UNBOUND,

  /** Brisk with a binding, on the accelerator {@code onednn}. */
  ONEDNN;

  /** Makes a model ready to run on the inputs with so many threads, the calling one included. */
  Session open(Path model, Map<String, Tensor> inputs, int threads) {
    return switch (this) {
      case RAW -> new RawSession(model, inputs, threads);
      case TYPICAL -> new TypicalSession(model, inputs, threads);
      case BOUND -> new BoundSession(BriskModel.compile(model, threads), inputs);
      case ONEDNN -> new BoundSession(BriskModel.compileOneDnn(model, threads), inputs);
      case UNBOUND -> new UnboundSession(model, inputs, threads);
    };
  }
}
