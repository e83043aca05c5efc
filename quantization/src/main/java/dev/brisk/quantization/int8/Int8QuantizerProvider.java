package dev.brisk.quantization.int8;

import dev.brisk.Availability;
import dev.brisk.Quantizer;
import dev.brisk.spi.QuantizerProvider;

/** Brings the quantizer {@code int8}. */
public final class Int8QuantizerProvider implements QuantizerProvider {
  /** For the service loader. */
  public Int8QuantizerProvider() {}

  @Override
  public String name() {
    return Int8Quantizer.NAME;
  }

  @Override
  public Availability availability() {
    return Availability.yes("plain Java");
  }

  @Override
  public Quantizer open() {
    return new Int8Quantizer();
  }
}
