package dev.brisk.quantization.dynamic;

import dev.brisk.conformance.QuantizerContract;
import dev.brisk.spi.QuantizerProvider;

final class DynamicContractTest extends QuantizerContract {
  @Override
  protected QuantizerProvider provider() {
    return new DynamicQuantizerProvider();
  }
}
