package dev.brisk.quantization.half;

/** What may befall the numbers of a value in 16 bits. */
enum Hazard {
  /** They may become infinite. */
  LARGE,
  /** They may become zero, or lose most of their precision. */
  SMALL
}
