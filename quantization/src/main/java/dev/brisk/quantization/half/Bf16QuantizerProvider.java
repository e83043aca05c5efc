package dev.brisk.quantization.half;

import dev.brisk.Availability;
import dev.brisk.Quantizer;
import dev.brisk.spi.QuantizerProvider;

/** Brings the quantizer {@code bf16}. */
public final class Bf16QuantizerProvider implements QuantizerProvider {
  /** For the service loader. */
  public Bf16QuantizerProvider() {}

  @Override
  public String name() {
    return HalfFormat.BFLOAT16.quantizer();
  }

  @Override
  public Availability availability() {
    return Availability.yes("plain Java");
  }

  @Override
  public Quantizer open() {
    return new HalfQuantizer(HalfFormat.BFLOAT16);
  }
}
