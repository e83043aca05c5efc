package dev.brisk.cli.bench;

/**
 * How contenders are measured.
 *
 * @param seconds how long each contender is measured
 * @param load for the scenario server: the share of the slowest contender's capacity that arrives
 * @param batch the samples of one run
 */
public record Settings(double seconds, double load, int batch) {}
