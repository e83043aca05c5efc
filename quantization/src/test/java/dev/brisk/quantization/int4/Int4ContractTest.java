package dev.brisk.quantization.int4;

import dev.brisk.conformance.QuantizerContract;
import dev.brisk.spi.QuantizerProvider;

final class Int4ContractTest extends QuantizerContract {
  @Override
  protected QuantizerProvider provider() {
    return new Int4QuantizerProvider();
  }

  /** Four bits leave some 8 % of error in each of three layers. */
  @Override
  protected double tolerance() {
    return 0.2;
  }
}
