package dev.brisk.quantization.int4;

import dev.brisk.Availability;
import dev.brisk.Quantizer;
import dev.brisk.spi.QuantizerProvider;

/** Brings the quantizer {@code int4}. */
public final class Int4QuantizerProvider implements QuantizerProvider {
  /** For the service loader. */
  public Int4QuantizerProvider() {}

  @Override
  public String name() {
    return Int4Quantizer.NAME;
  }

  @Override
  public Availability availability() {
    return Availability.yes("plain Java");
  }

  @Override
  public Quantizer open() {
    return new Int4Quantizer();
  }
}
