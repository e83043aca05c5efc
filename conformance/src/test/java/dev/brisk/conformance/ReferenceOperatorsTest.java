package dev.brisk.conformance;

import dev.brisk.spi.AcceleratorProvider;
import dev.brisk.testing.SharedFiles;
import java.nio.file.Path;

/** The operator tests on the accelerator that core itself brings. */
final class ReferenceOperatorsTest extends OperatorContract {
  @Override
  protected AcceleratorProvider provider() {
    return ReferenceContractTest.reference();
  }

  @Override
  protected Path archive() {
    return SharedFiles.require("onnx-node-tests.zip");
  }

  @Override
  protected Path exclusions() {
    return Path.of("src/test/resources/reference-exclusions.txt");
  }

  @Override
  protected Path report() {
    return Path.of("../docs/operators-reference.md");
  }
}
