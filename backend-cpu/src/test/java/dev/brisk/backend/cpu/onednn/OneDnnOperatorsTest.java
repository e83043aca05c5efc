package dev.brisk.backend.cpu.onednn;

import dev.brisk.conformance.OperatorContract;
import dev.brisk.spi.AcceleratorProvider;
import dev.brisk.testing.SharedFiles;
import java.nio.file.Path;

/** The operator tests on oneDNN, and on what stands in for it. */
final class OneDnnOperatorsTest extends OperatorContract {
  @Override
  protected AcceleratorProvider provider() {
    return new OneDnnProvider();
  }

  @Override
  protected Path archive() {
    return SharedFiles.require("onnx-node-tests.zip");
  }

  @Override
  protected Path exclusions() {
    return Path.of("src/test/resources/onednn-exclusions.txt");
  }

  @Override
  protected Path report() {
    return Path.of("../docs/operators-onednn.md");
  }
}
