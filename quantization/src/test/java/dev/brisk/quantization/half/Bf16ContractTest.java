package dev.brisk.quantization.half;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.conformance.QuantizerContract;
import dev.brisk.spi.QuantizerProvider;

final class Bf16ContractTest extends QuantizerContract {
  @Override
  protected QuantizerProvider provider() {
    return new Bf16QuantizerProvider();
  }

  /** One that computes in bfloat16. */
  @Override
  protected Accelerator accelerator() {
    return Accelerators.named("reference");
  }

  @Override
  protected boolean usesSamples() {
    return true;
  }
}
