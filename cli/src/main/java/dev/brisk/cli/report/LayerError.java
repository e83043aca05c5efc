package dev.brisk.cli.report;

import java.util.OptionalDouble;

/**
 * A layer and how far its results are from those of the float model.
 *
 * @param node the node's name
 * @param operator its operator type
 * @param precision what it computes in
 * @param share its share of the model's multiply-adds, 0 to 1
 * @param decibels the energy of the float results over that of the difference, in dB; empty where
 *     the results cannot be compared
 * @param reason why it was not quantized; empty if it was
 */
public record LayerError(
    String node,
    String operator,
    String precision,
    double share,
    OptionalDouble decibels,
    String reason) {}
