/** Calibration and the quantizers. */
module dev.brisk.quantization {
  requires transitive dev.brisk.core;
  requires static transitive org.jspecify;

  provides dev.brisk.spi.QuantizerProvider with
      dev.brisk.quantization.dynamic.DynamicQuantizerProvider,
      dev.brisk.quantization.half.Bf16QuantizerProvider,
      dev.brisk.quantization.half.Fp16QuantizerProvider,
      dev.brisk.quantization.int4.Int4QuantizerProvider,
      dev.brisk.quantization.int8.Int8QuantizerProvider;
}
