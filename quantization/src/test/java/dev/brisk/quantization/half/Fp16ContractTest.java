package dev.brisk.quantization.half;

import dev.brisk.conformance.QuantizerContract;
import dev.brisk.spi.QuantizerProvider;

final class Fp16ContractTest extends QuantizerContract {
  @Override
  protected QuantizerProvider provider() {
    return new Fp16QuantizerProvider();
  }

  @Override
  protected boolean usesSamples() {
    return true;
  }
}
