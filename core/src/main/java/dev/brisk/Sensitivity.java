package dev.brisk;

import java.util.Comparator;
import java.util.List;

/**
 * How much quantizing parts of a model, one at a time and all else in float, changes its outputs.
 *
 * @param precision the precision in which a part is, such as {@code int8}
 * @param samples on how many samples it was measured
 * @param nodes each node that the quantizer can quantize, worst first
 * @param blocks each block of two or more layers, worst first; a block may lie within another
 */
public record Sensitivity(String precision, int samples, List<Part> nodes, List<Part> blocks) {
  private static final Comparator<Part> WORST =
      Comparator.<Part>comparingDouble(part -> part.worst().sqnr())
          .thenComparingDouble(Part::sqnr)
          .thenComparing(Part::name);

  /**
   * What quantizing one part does. Ratios of signal to noise are in decibels: ten times the decimal
   * logarithm of the energy of what the float model gives over that of the differences, at most
   * {@code 150}, which stands for no difference, too.
   *
   * @param name the node's name, or its first output's where it has none; of a block the names of
   *     its first and its last node
   * @param nodes the nodes that are quantized, by name, in the model's order
   * @param macs their multiply-adds for one sample
   * @param sqnr the ratio over all of an output, the mean of the noise where there are several
   * @param worst the column of an output where the ratio is least
   * @param divergence that of Kullback and Leibler from the class probabilities that the float
   *     model gives, in nats, the mean over samples; 0 where no output is rows of scores
   */
  public record Part(
      String name, List<String> nodes, long macs, double sqnr, Column worst, double divergence) {
    public Part {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * A column of an output: the numbers with one index in the shortest dimension above 1 but the
   * first, such as the scores of one class. One of large numbers does not hide the errors of
   * another.
   *
   * @param output the output's name
   * @param index the index, 0 where the output has no such dimension
   * @param sqnr the ratio of signal to noise within the column, in decibels
   */
  public record Column(String output, int index, double sqnr) {}

  /** Puts the parts in order. */
  public Sensitivity {
    nodes = nodes.stream().sorted(WORST).toList();
    blocks = blocks.stream().sorted(WORST).toList();
  }
}
