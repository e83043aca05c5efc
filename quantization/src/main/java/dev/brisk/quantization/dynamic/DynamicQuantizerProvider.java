package dev.brisk.quantization.dynamic;

import dev.brisk.Availability;
import dev.brisk.Quantizer;
import dev.brisk.spi.QuantizerProvider;

/** Brings the quantizer {@code int8-dynamic}. */
public final class DynamicQuantizerProvider implements QuantizerProvider {
  /** For the service loader. */
  public DynamicQuantizerProvider() {}

  @Override
  public String name() {
    return DynamicQuantizer.NAME;
  }

  @Override
  public Availability availability() {
    return Availability.yes("plain Java");
  }

  @Override
  public Quantizer open() {
    return new DynamicQuantizer();
  }
}
