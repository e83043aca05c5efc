package dev.brisk.quantization.speed;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.KernelTime;
import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes of a model take, from the kernels that a runtime made of them. Runtimes fuse nodes
 * and name kernels after one of them or of their results; so nodes get names that are found again.
 */
public final class NodeTimes {
  private static final Pattern NUMBER = Pattern.compile("brisk_(\\d+)_");
  private static final Pattern ADDED = Pattern.compile("(_nchwc|_nhwc|_token_\\d+)+$");

  /**
   * A kernel's time.
   *
   * @param kernel the kernel's operator type
   * @param nanos the nanoseconds of a run
   */
  public record Time(String kernel, long nanos) {}

  private final Model model;
  private final Model named;
  private final Map<Node, Time> times = new HashMap<>();
  private final Map<String, Time> others = new HashMap<>();
  private long least = Long.MAX_VALUE;

  /** The times of a model's nodes, of which none is known yet. */
  public NodeTimes(Model model) {
    this.model = model;
    GraphPatch patch = new GraphPatch();
    int index = 0;
    for (Node node : model.graph().nodes()) {
      patch.replace(node, node.withName("brisk_" + index + "_"));
      index++;
    }
    this.named = model.withGraph(patch.apply(model.graph()));
  }

  /**
   * Measures some runs. Of several measurements, the least time of each kernel counts.
   *
   * @throws UnsupportedOperationException if the runtime reports no times
   */
  public void measure(
      Accelerator accelerator, Map<String, Tensor> inputs, int runs, CompileOptions options) {
    Map<Node, Time> now = new HashMap<>();
    for (KernelTime time : accelerator.time(named, inputs, runs, options)) {
      long nanos = time.typical().toNanos() * time.calls() / runs;
      least = Math.min(least, nanos);
      Time kernel = new Time(time.kernel(), nanos);
      Node node = node(time.node());
      if (node == null) {
        others.merge(time.node(), kernel, NodeTimes::lesser);
      } else {
        now.merge(node, kernel, NodeTimes::sum);
      }
    }
    now.forEach((node, time) -> times.merge(node, time, NodeTimes::lesser));
  }

  private static Time sum(Time one, Time other) {
    Time longer = one.nanos >= other.nanos ? one : other;
    return new Time(longer.kernel, one.nanos + other.nanos);
  }

  private static Time lesser(Time one, Time other) {
    return one.nanos <= other.nanos ? one : other;
  }

  private @Nullable Node node(String kernel) {
    Graph graph = model.graph();
    Matcher number = NUMBER.matcher(kernel);
    if (number.find()) {
      int index = Integer.parseInt(number.group(1));
      return index < graph.nodes().size() ? graph.nodes().get(index) : null;
    }
    return graph.producer(ADDED.matcher(kernel).replaceFirst(""));
  }

  /** The time of a node's kernel; null where it has none of its own. */
  public @Nullable Time of(Node node) {
    return times.get(node);
  }

  /** The times of kernels that the runtime added of its own. */
  public List<Time> others() {
    return new ArrayList<>(others.values());
  }

  /** The least time that any kernel took, which is nearly all effort of calling it. */
  public long least() {
    return least == Long.MAX_VALUE ? 0 : least;
  }
}
