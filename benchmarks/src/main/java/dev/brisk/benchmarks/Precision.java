package dev.brisk.benchmarks;

/** The precision of a workload's weights and activations. */
public enum Precision {
  FP32,
  INT8
}
