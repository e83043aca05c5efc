package dev.brisk.benchmarks;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.brisk.RunFailedException;
import java.nio.file.Path;
import java.util.Map;

/** A session of ONNX Runtime's own Java API with the settings that all contenders share. */
final class OrtModel implements AutoCloseable {
  private final SessionOptions options;
  private final OrtSession session;

  private OrtModel(SessionOptions options, OrtSession session) {
    this.options = options;
    this.session = session;
  }

  static OrtModel open(Path file, int threads) {
    try {
      SessionOptions options = options(threads);
      return new OrtModel(options, environment().createSession(file.toString(), options));
    } catch (OrtException e) {
      throw new RunFailedException("ONNX Runtime cannot open " + file, e);
    }
  }

  static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment();
  }

  OrtSession session() {
    return session;
  }

  /**
   * Set for every contender alike, by the names that ONNX Runtime and the accelerator {@code
   * onnxruntime} both know: threads that wait for work spin a while, then sleep.
   */
  static Map<String, String> spinning(int threads) {
    return threads == 1
        ? Map.of("session.intra_op.allow_spinning", "0")
        : Map.of(
            "session.intra_op.allow_spinning", "1", "session.intra_op.spin_duration_us", "500");
  }

  private static SessionOptions options(int threads) throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
    options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
    for (Map.Entry<String, String> setting : spinning(threads).entrySet()) {
      options.addConfigEntry(setting.getKey(), setting.getValue());
    }
    return options;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new RunFailedException("ONNX Runtime cannot close a session", e);
    }
    options.close();
  }
}
