package dev.brisk.backend.cpu;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Model;

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

  @Override
  public Executable compile(Model model, CompileOptions options) {
    SessionSettings settings = SessionSettings.of(options);
    Signature signature = new Signature(model);
    OrtHandle handle = open(model, settings.open());
    return new OrtExecutable(runtime, handle, signature, settings.values());
  }

  private OrtHandle open(Model model, SessionOptions options) {
    String label = "model '" + model.graph().name() + "'";
    if (!Shutdown.enter()) {
      throw OrtErrors.closed(label);
    }
    try {
      return new OrtHandle(ModelSource.open(runtime, model, options), options, label);
    } catch (OrtException e) {
      options.close();
      throw OrtErrors.inCompile(e, label);
    } catch (RuntimeException | Error e) {
      options.close();
      throw e;
    } finally {
      Shutdown.leave();
    }
  }
}
