package dev.brisk.pass;

import dev.brisk.Model;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets a Conv or a pool pad itself instead of a Pad before it: with zeros for Conv and AveragePool;
 * for MaxPool with what never is the maximum, which zeros are not unless the padded values are the
 * results of a Relu.
 */
final class PadFolding implements Pass {
  private static final Set<String> NOT_NEGATIVE = Set.of("Relu", "Sigmoid", "Softmax", "Abs");

  @Override
  public String name() {
    return "pad-folding";
  }

  @Override
  public GraphPatch next(Model model) {
    GraphPatch patch = new GraphPatch();
    for (Node node : model.graph().nodes()) {
      Node pad = model.graph().producer(node.input(0));
      if (pad != null && pad.is("Pad") && model.opset("") >= 2) {
        long[] pads = spatial(pad, model);
        Attributes attributes = pads == null ? null : padded(node, pad, pads, model.graph());
        if (attributes != null) {
          List<String> inputs = new ArrayList<>(node.inputs());
          inputs.set(0, pad.input(0));
          patch.replace(node, node.withInputs(inputs).withAttributes(attributes));
        }
      }
    }
    return patch;
  }

  /** What a Pad adds to the axes after the second, if it does so only there, with a constant. */
  private static long @Nullable [] spatial(Node pad, Model model) {
    long[] all = pad.attributes().ints("pads");
    if (all == null) {
      Initializer constant = model.graph().constant(pad.input(1));
      all = constant == null ? null : constant.tensor().toLongArray();
    }
    boolean constant = pad.attributes().stringOr("mode", "constant").equals("constant");
    if (all == null || !constant || all.length < 6 || !pad.input(3).isEmpty()) {
      return null;
    }
    int rank = all.length / 2;
    boolean beside = all[0] != 0 || all[1] != 0 || all[rank] != 0 || all[rank + 1] != 0;
    if (beside || Arrays.stream(all).anyMatch(added -> added < 0)) {
      return null;
    }
    long[] spatial = new long[2 * (rank - 2)];
    System.arraycopy(all, 2, spatial, 0, rank - 2);
    System.arraycopy(all, rank + 2, spatial, rank - 2, rank - 2);
    return spatial;
  }

  private static double value(Node pad, Graph graph) {
    if (pad.input(2).isEmpty()) {
      return pad.attributes().floatOr("value", 0);
    }
    Initializer constant = graph.constant(pad.input(2));
    if (constant == null || constant.shape().elements() != 1) {
      return Double.NaN;
    }
    return constant.tensor().toDoubleArray()[0];
  }

  /** The node's attributes once it pads itself; null if it cannot. */
  private static @Nullable Attributes padded(Node node, Node pad, long[] added, Graph graph) {
    Attributes attributes = node.attributes();
    String auto = attributes.stringOr("auto_pad", "NOTSET");
    long[] own = attributes.ints("pads");
    long[] pads = own == null || auto.equals("VALID") ? new long[added.length] : own;
    boolean explicit = auto.equals("NOTSET") || auto.equals("VALID");
    if (!explicit || pads.length != added.length || !mayPad(node, pad, pads, added, graph)) {
      return null;
    }
    long[] sum = new long[added.length];
    Arrays.setAll(sum, i -> pads[i] + added[i]);
    Attributes changed = attributes.without("auto_pad").with(Attribute.of("pads", sum));
    return node.is("AveragePool") ? changed.with(Attribute.of("count_include_pad", 1L)) : changed;
  }

  private static boolean mayPad(Node node, Node pad, long[] own, long[] added, Graph graph) {
    double value = value(pad, graph);
    if (node.is("Conv")) {
      return value == 0;
    } else if (node.is("AveragePool")) {
      boolean counts = node.attributes().intOr("count_include_pad", 0) != 0;
      boolean unpadded = Arrays.stream(own).allMatch(size -> size == 0);
      return value == 0 && (counts || unpadded) && narrow(node, own, added);
    } else if (node.is("MaxPool")) {
      Node before = graph.producer(pad.input(0));
      boolean positive = before != null && NOT_NEGATIVE.contains(before.operator());
      boolean never = value == Double.NEGATIVE_INFINITY || (value == 0 && positive);
      return never && node.output(1).isEmpty() && narrow(node, own, added);
    }
    return false;
  }

  /** Whether every window meets the input: pools refuse padding as wide as the kernel. */
  private static boolean narrow(Node node, long[] own, long[] added) {
    long[] kernel = node.attributes().ints("kernel_shape");
    long[] dilations = node.attributes().ints("dilations");
    boolean dense = dilations == null || Arrays.stream(dilations).allMatch(size -> size == 1);
    if (kernel == null || !dense || node.attributes().intOr("ceil_mode", 0) != 0) {
      return false;
    }
    for (int i = 0; i < added.length; i++) {
      if (own[i] + added[i] >= kernel[i % kernel.length]) {
        return false;
      }
    }
    return true;
  }
}
