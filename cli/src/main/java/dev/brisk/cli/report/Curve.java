package dev.brisk.cli.report;

import dev.brisk.cli.bench.Percentiles;

/** Measured values of one kind, such as the latencies of a model. */
public record Curve(String name, Tone tone, Percentiles values) {}
