package dev.brisk.quantization.int8;

import dev.brisk.conformance.QuantizerContract;
import dev.brisk.spi.QuantizerProvider;

final class Int8ContractTest extends QuantizerContract {
  @Override
  protected QuantizerProvider provider() {
    return new Int8QuantizerProvider();
  }
}
