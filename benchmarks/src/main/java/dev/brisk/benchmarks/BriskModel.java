package dev.brisk.benchmarks;

import dev.brisk.Accelerators;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Model;
import java.nio.file.Path;
import java.util.Map;

/** Executables of Brisk with the settings that all contenders share. */
final class BriskModel {
  private BriskModel() {}

  static Executable compile(Path file, int threads) {
    CompileOptions options = CompileOptions.defaults().threads(threads);
    for (Map.Entry<String, String> setting : OrtModel.spinning(threads).entrySet()) {
      options = options.with(setting.getKey(), setting.getValue());
    }
    return Accelerators.named("onnxruntime").compile(Model.load(file), options);
  }

  /** On oneDNN's kernels, which know no setting but the number of threads. */
  static Executable compileOneDnn(Path file, int threads) {
    return Accelerators.named("onednn")
        .compile(Model.load(file), CompileOptions.defaults().threads(threads));
  }
}
