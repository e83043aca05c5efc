package dev.brisk.quantization.equalization;

import dev.brisk.Accelerator;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.quantization.calibration.Replay;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A model in which the channels of the values between layers have like ranges, so that codes of one
 * scale serve all of them: what one layer gives is multiplied by a factor for each channel, and
 * what the next ones read is divided by it, both within the layers' weights.
 *
 * <p>That is the cross-layer equalization of M. Nagel et al., "Data-free quantization through
 * weight equalization and bias correction" (ICCV 2019), here for the ranges of activations, since
 * weights have a scale for each output anyway. It also passes x * sigmoid(x): there a
 * multiplication gives the Sigmoid's input its former size back. The factors are powers of two, so
 * that the model's results stay what they are, to the bit; only a Clip that keeps its ceiling cuts
 * raised channels off lower than before, though nowhere below what the samples reached.
 *
 * @param model the changed model; values whose numbers changed have other names
 * @param measuring the same for choosing ranges: in it the numbers that a Sigmoid maps to nearly 0
 *     or 1 are cut off, since their precision is of no use
 * @param values the values whose ranges must be measured anew
 */
public record Equalization(Model model, Model measuring, Set<String> values) {
  /** Fewer numbers of a channel say too little of its range. */
  private static final int LEAST_NUMBERS = 256;

  private static final int MOST = 12;

  /** With a gate, factors become 8-bit codes, too. */
  private static final int MOST_WITH_GATE = 7;

  private static final double SHARE = 0.9;

  /** With a gate, there is an operator more to run, which must be worth it. */
  private static final double SHARE_WITH_GATE = 0.5;

  /**
   * Equalizes a model.
   *
   * @param layers the Conv and Gemm nodes that compute on codes, their weights constant
   * @param excluded the names of nodes that must stay as they are
   * @param samples what the channels are measured on; without any, nothing changes
   * @throws dev.brisk.CancelledException if the thread is interrupted or the listener cancels
   */
  public static Equalization of(
      Model model,
      Set<Node> layers,
      Set<String> excluded,
      Collection<Map<String, Tensor>> samples,
      Accelerator accelerator,
      Progress progress) {
    List<Chain> chains = Chain.find(model.graph(), layers, excluded);
    Map<String, ChannelStatistics> statistics =
        measure(model, chains, samples, accelerator, progress);
    EqualizedGraph changed = new EqualizedGraph(model.graph());
    for (Chain chain : chains) {
      ChannelStatistics measured = statistics.get(chain.value());
      if (measured != null && measured.size() >= LEAST_NUMBERS && measured.isFinite()) {
        ChannelStatistics before = statistics.get(chain.producer().output(0));
        changed.add(chain, exponents(model.graph(), chain, measured, before));
      }
    }
    return new Equalization(
        model.withGraph(changed.write(false)),
        model.withGraph(changed.write(true)),
        changed.touched());
  }

  private static Map<String, ChannelStatistics> measure(
      Model model,
      List<Chain> chains,
      Collection<Map<String, Tensor>> samples,
      Accelerator accelerator,
      Progress progress) {
    Set<String> values = new LinkedHashSet<>();
    for (Chain chain : chains) {
      values.add(chain.value());
      if (chain.gate() != null) {
        values.add(chain.producer().output(0));
      }
    }
    Map<String, ChannelStatistics> found = new HashMap<>();
    if (values.isEmpty() || samples.isEmpty()) {
      return found;
    }
    AtomicLong done = new AtomicLong();
    Replay.show(
        model,
        values,
        samples,
        accelerator,
        (value, tensor) -> add(found, value, tensor),
        sample -> progress.update("equalize channels", done.incrementAndGet(), samples.size()));
    return found;
  }

  private static void add(Map<String, ChannelStatistics> found, String value, Tensor tensor) {
    int channels = Math.toIntExact(tensor.shape().dim(1));
    found.computeIfAbsent(value, v -> new ChannelStatistics(channels)).add(tensor);
  }

  private static int[] exponents(
      Graph graph, Chain chain, ChannelStatistics measured, @Nullable ChannelStatistics before) {
    int channels = measured.channels();
    double[] lows = new double[channels];
    double[] highs = new double[channels];
    double[] variances = new double[channels];
    for (int c = 0; c < channels; c++) {
      double gated = before == null ? 0 : Math.max(before.low(c), -EqualizedGraph.SATURATED);
      lows[c] = Math.min(measured.low(c), gated);
      highs[c] = measured.high(c);
      variances[c] = measured.variance(c);
    }
    List<ReaderWeights> readers = new ArrayList<>();
    for (Node reader : chain.readers()) {
      readers.add(ReaderWeights.of(reader, EqualizedGraph.weights(graph, reader)));
    }
    boolean gated = chain.gate() != null;
    return new Scaling(lows, highs, variances, readers, gated ? MOST_WITH_GATE : MOST)
        .exponents(gated ? SHARE_WITH_GATE : SHARE);
  }
}
