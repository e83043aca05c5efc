package dev.brisk.quantization.fp16;

import dev.brisk.Availability;
import dev.brisk.Quantizer;
import dev.brisk.spi.QuantizerProvider;

/** Brings the quantizer {@code fp16}. */
public final class Fp16QuantizerProvider implements QuantizerProvider {
  /** For the service loader. */
  public Fp16QuantizerProvider() {}

  @Override
  public String name() {
    return Fp16Quantizer.NAME;
  }

  @Override
  public Availability availability() {
    return Availability.yes("plain Java");
  }

  @Override
  public Quantizer open() {
    return new Fp16Quantizer();
  }
}
