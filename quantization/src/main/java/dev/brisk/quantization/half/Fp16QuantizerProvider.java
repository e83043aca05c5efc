package dev.brisk.quantization.half;

import dev.brisk.Availability;
import dev.brisk.Quantizer;
import dev.brisk.spi.QuantizerProvider;

/** Brings the quantizer {@code fp16}. */
public final class Fp16QuantizerProvider implements QuantizerProvider {
  /** For the service loader. */
  public Fp16QuantizerProvider() {}

  @Override
  public String name() {
    return HalfFormat.FLOAT16.quantizer();
  }

  @Override
  public Availability availability() {
    return Availability.yes("plain Java");
  }

  @Override
  public Quantizer open() {
    return new HalfQuantizer(HalfFormat.FLOAT16);
  }
}
