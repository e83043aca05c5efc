package dev.brisk.backend.cpu;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.RunFailedException;
import dev.brisk.RunTrace;
import dev.brisk.Tensor;
import dev.brisk.Tracing;
import dev.brisk.spi.Activity;
import dev.brisk.spi.TraceListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Compiles models to sessions of ONNX Runtime. */
final class OnnxRuntimeAccelerator implements Accelerator {
  private final OnnxRuntime runtime;

  OnnxRuntimeAccelerator(OnnxRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public String name() {
    return OnnxRuntimeProvider.NAME;
  }

  @Override
  public String description() {
    return "The processor (%s, %d threads), with ONNX Runtime %s"
        .formatted(
            Platform.current(), Runtime.getRuntime().availableProcessors(), runtime.version());
  }

  /**
   * The settings beyond {@code threads}, each with its default:
   *
   * <ul>
   *   <li>{@code onnxruntime.execution-mode}: {@code sequential} or {@code parallel}
   *   <li>{@code onnxruntime.inter-op-threads}: for {@code parallel}; 1
   *   <li>{@code onnxruntime.optimization}: {@code all}, {@code extended}, {@code basic} or {@code
   *       none}
   *   <li>{@code onnxruntime.optimized-model}: a file to write the optimized model to; none
   *   <li>{@code onnxruntime.memory-pattern}, {@code onnxruntime.arena}: {@code true}
   *   <li>{@code onnxruntime.deterministic}: {@code false}
   *   <li>{@code onnxruntime.log-level}: what ONNX Runtime itself writes to the standard error;
   *       {@code fatal}, since errors are thrown
   *   <li>{@code session.intra_op.allow_spinning}: {@code true} with several threads
   *   <li>{@code session.intra_op.spin_duration_us}: {@value SessionSettings#SPIN_MICROS}
   *   <li>the other configuration entries of ONNX Runtime by their names
   * </ul>
   */
  @Override
  public Executable compile(Model model, CompileOptions options) {
    SessionSettings settings = SessionSettings.of(options);
    OrtSignature signature = new OrtSignature(model);
    OrtHandle handle = open(model, settings.open(), settings.threads());
    return new OrtExecutable(runtime, handle, signature, settings.values());
  }

  @Override
  public List<RunTrace> trace(
      Model model, Map<String, Tensor> inputs, int runs, CompileOptions options) {
    if (runs < 1) {
      throw new InvalidInputException("The number of runs must be 1 or more, but is " + runs);
    }
    SessionSettings settings = SessionSettings.of(options);
    OrtSignature signature = new OrtSignature(model);
    try (TemporaryFolder folder = TemporaryFolder.create("profile")) {
      OrtHandle handle = open(model, profiling(settings.open(), folder.path()), settings.threads());
      try (OrtExecutable executable =
          new OrtExecutable(runtime, handle, signature, settings.values())) {
        executable.run(inputs).values().forEach(Tensor::close);
        List<ProfileReader.Request> requests = requests(executable, inputs, runs);
        long start = handle.profilingStart();
        return ProfileReader.read(handle.endProfiling(), new Origins(model), start, requests);
      }
    } catch (IOException e) {
      throw new RunFailedException(
          "ONNX Runtime's profile of the runs cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<ProfileReader.Request> requests(
      Executable executable, Map<String, Tensor> inputs, int runs) {
    List<ProfileReader.Request> requests = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      long start = clock();
      Map<String, Tensor> outputs = executable.run(inputs);
      requests.add(new ProfileReader.Request(start, clock()));
      outputs.values().forEach(Tensor::close);
    }
    return requests;
  }

  /** Nanoseconds of the system's clock, which ONNX Runtime profiles by. */
  private static long clock() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  private static SessionOptions profiling(SessionOptions options, Path folder) {
    try {
      options.enableProfiling(folder.resolve("profile").toString());
      return options;
    } catch (OrtException e) {
      options.close();
      throw new RunFailedException("ONNX Runtime cannot measure its kernels: " + e.getMessage(), e);
    }
  }

  private OrtHandle open(Model model, SessionOptions options, int threads) {
    String label = "model '" + model.graph().name() + "'";
    if (!Shutdown.enter()) {
      throw OrtErrors.closed(label);
    }
    String name = model.graph().name();
    TraceListener.Span span =
        Tracing.begin(new Activity(Activity.Kind.COMPILE, name, OnnxRuntimeProvider.NAME, threads));
    try {
      return new OrtHandle(ModelSource.open(runtime, model, options), options, label, name);
    } catch (OrtException e) {
      options.close();
      throw OrtErrors.inCompile(e, label);
    } catch (RuntimeException | Error e) {
      options.close();
      throw e;
    } finally {
      span.close();
      Shutdown.leave();
    }
  }
}
