/** Calibration and the quantizers. */
module dev.brisk.quantization {
  requires transitive dev.brisk.core;
  requires static transitive org.jspecify;
}
