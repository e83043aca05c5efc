package dev.brisk.backend.cpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brisk.conformance.OperatorContract;
import dev.brisk.spi.AcceleratorProvider;
import dev.brisk.testing.SharedFiles;
import java.nio.file.Path;

/** The operator tests on ONNX Runtime. */
final class OnnxRuntimeOperatorsTest extends OperatorContract {
  @Override
  protected AcceleratorProvider provider() {
    return new OnnxRuntimeProvider();
  }

  @Override
  protected Path archive() {
    String platform = Platform.current().toString();
    assumeTrue(platform.equals("linux-x64"), () -> "the list is of linux-x64, not " + platform);
    return SharedFiles.require("onnx-node-tests.zip");
  }

  @Override
  protected Path exclusions() {
    return Path.of("src/test/resources/onnxruntime-exclusions.txt");
  }

  @Override
  protected Path report() {
    return Path.of("../docs/operators-onnxruntime.md");
  }
}
