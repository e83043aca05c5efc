package dev.brisk.quantization.int8;

import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.graph.Node;
import dev.brisk.op.Types;
import dev.brisk.quantization.speed.MinimumCut;
import dev.brisk.quantization.speed.NodeTimes;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes of a plan had better stay float: what each takes in both forms, and what it takes to
 * convert values between them, make edges of a graph whose minimum cut parts the nodes.
 *
 * <p>A cut edge is a cost that is paid: a node on the side of int8 pays its time there, one on the
 * side of float the other; a value that is computed in float and read in int8 pays for one
 * conversion, however many read it. A node that stays float keeps those before it that would give
 * codes, as {@link Planner} does; so what stays float is mostly where a network begins.
 */
final class Islands {
  private static final long UNKNOWN_ELEMENTS = 1 << 14;

  /** What a node takes. */
  private static final class Times {
    long floats;
    long codes;
    long most;
    long mostFloat;
    String kernel = "";
    String floatKernel = "";
  }

  private final Plan plan;
  private final Types types;
  private final NodeTimes floatTimes;
  private final Map<Node, Node> owners = new HashMap<>();
  private final Map<Node, Times> times = new LinkedHashMap<>();
  private final Map<Node, Long> macs;
  private double nanosPerElement = 1;
  private long callNanos;

  /**
   * The islands of a plan.
   *
   * @param types the shapes of the prepared model's values
   * @param macs the multiply-adds of its nodes
   * @param floatTimes the times of the prepared model
   * @param whole the model of the plan
   * @param wholeTimes the times of that model
   */
  Islands(
      Plan plan,
      Types types,
      Map<Node, Long> macs,
      NodeTimes floatTimes,
      Model whole,
      NodeTimes wholeTimes) {
    this.plan = plan;
    this.types = types;
    this.floatTimes = floatTimes;
    this.macs = macs;
    plan.forms().keySet().forEach(node -> owners.put(node, node));
    plan.clamps().forEach((node, clamp) -> owners.put(clamp, node));
    plan.forms().keySet().forEach(node -> times.put(node, new Times()));
    addFloats();
    addCodes(whole, wholeTimes);
    learn(whole, wholeTimes);
  }

  private void addFloats() {
    for (Node node : plan.graph().nodes()) {
      NodeTimes.Time time = floatTimes.of(node);
      Node owner = owners.get(node);
      Times sum = owner == null ? null : times.get(owner);
      if (time != null && sum != null) {
        sum.floats += time.nanos();
        if (time.nanos() >= sum.mostFloat) {
          sum.mostFloat = time.nanos();
          sum.floatKernel = time.kernel();
        }
      }
    }
  }

  private void addCodes(Model whole, NodeTimes wholeTimes) {
    for (Node node : whole.graph().nodes()) {
      NodeTimes.Time time = wholeTimes.of(node);
      Node owner = time == null || node.is("QuantizeLinear") ? null : owner(value(node));
      Times sum = owner == null ? null : times.get(owner);
      if (time != null && sum != null) {
        sum.codes += time.nanos();
        if (time.nanos() >= sum.most) {
          sum.most = time.nanos();
          sum.kernel = time.kernel();
        }
      }
    }
  }

  /** The value of the prepared model that a node of a written one computes. */
  private static String value(Node written) {
    String name = written.output(0);
    for (String suffix : Writer.SUFFIXES) {
      if (name.endsWith(suffix)) {
        return name.substring(0, name.length() - suffix.length());
      }
    }
    return name;
  }

  private @Nullable Node owner(String value) {
    Node producer = plan.graph().producer(value);
    return producer == null ? null : owners.get(producer);
  }

  /** Learns what conversions take from a written model in which there are some. */
  void learn(Model written, NodeTimes measured) {
    long nanos = 0;
    long elements = 0;
    for (Node node : written.graph().nodes()) {
      NodeTimes.Time time = node.is("QuantizeLinear") ? measured.of(node) : null;
      if (time != null) {
        nanos += Math.max(0, time.nanos() - measured.least());
        elements += elements(value(node));
      }
    }
    for (NodeTimes.Time other : measured.others()) {
      nanos += Math.max(0, other.nanos() - measured.least());
    }
    callNanos = measured.least();
    if (elements > 0) {
      nanosPerElement = (double) nanos / elements;
    }
  }

  private long elements(String value) {
    Shape shape = types.shape(value);
    return shape == null || !shape.isStatic() ? UNKNOWN_ELEMENTS : shape.elements();
  }

  private long conversion(String value) {
    return callNanos + Math.round(nanosPerElement * elements(value));
  }

  /** Why nodes had better stay float, by their labels. */
  Map<String, String> cheapest() {
    return cheapest(1, 0);
  }

  /**
   * The same by other prices.
   *
   * @param caution how many times what was measured codes and conversions are taken to cost
   * @param nanosPerMac what a multiply-add in float costs besides its time
   */
  Map<String, String> cheapest(double caution, double nanosPerMac) {
    MinimumCut graph = new MinimumCut();
    int codes = graph.vertex();
    int floats = graph.vertex();
    Map<Node, Integer> vertices = new HashMap<>();
    times.forEach(
        (node, time) -> {
          int vertex = graph.vertex();
          vertices.put(node, vertex);
          long price = Math.round(nanosPerMac * macs.getOrDefault(node, 0L));
          graph.edge(vertex, floats, Math.round(caution * time.codes));
          graph.edge(codes, vertex, time.floats + price);
        });
    plan.coded().forEach(value -> addConversion(graph, vertices, value, floats, caution));
    plan.graph().nodes().forEach(node -> addProducers(graph, vertices, node));
    BitSet inCodes = graph.sourceSide(codes, floats);
    Map<Node, Times> kept = new LinkedHashMap<>(times);
    kept.keySet().removeIf(node -> inCodes.get(vertices.getOrDefault(node, codes)));
    return reasons(kept);
  }

  private void addConversion(
      MinimumCut graph, Map<Node, Integer> vertices, String value, int floats, double caution) {
    Node producer = owner(value);
    int converted = graph.vertex();
    int from = producer == null ? floats : vertices.getOrDefault(producer, floats);
    graph.edge(converted, from, Math.round(caution * conversion(value)));
    for (Node reader : plan.graph().consumers(value)) {
      Form form = plan.forms().get(reader);
      Integer vertex = vertices.get(reader);
      if (form != null && vertex != null && isRead(reader, form, value)) {
        graph.edge(vertex, converted, MinimumCut.NEVER);
      }
    }
  }

  private static boolean isRead(Node reader, Form form, String value) {
    return Plan.codeInputs(form).stream().anyMatch(input -> reader.input(input).equals(value));
  }

  private void addProducers(MinimumCut graph, Map<Node, Integer> vertices, Node node) {
    Integer reader = vertices.get(owners.getOrDefault(node, node));
    if (reader == null) {
      return;
    }
    for (String value : node.reads()) {
      Node producer = owner(value);
      Integer vertex = producer == null ? null : vertices.get(producer);
      if (producer != null && vertex != null && !vertex.equals(reader) && givesCodes(value)) {
        graph.edge(vertex, reader, MinimumCut.NEVER);
      }
    }
  }

  private boolean givesCodes(String value) {
    Node producer = plan.graph().producer(value);
    boolean canGiveFloats =
        producer != null
            && plan.forms().get(producer) instanceof Form.Weighted weighted
            && !weighted.codesOnly();
    return !canGiveFloats
        || plan.graph().consumers(value).size() > 1
        || plan.graph().isOutput(value);
  }

  /** What nodes take, for {@link KernelCosts}. */
  KernelCosts costs() {
    Map<String, Long> extra = new TreeMap<>();
    times.forEach((node, time) -> extra.put(node.label(), time.floats - time.codes));
    long whole = times.values().stream().mapToLong(time -> time.codes).sum();
    return new KernelCosts(extra, whole, callNanos, nanosPerElement);
  }

  private static Map<String, String> reasons(Map<Node, Times> kept) {
    long floats = kept.values().stream().mapToLong(time -> time.floats).sum();
    long codes = kept.values().stream().mapToLong(time -> time.codes).sum();
    Map<String, String> reasons = new TreeMap<>();
    kept.forEach(
        (node, time) ->
            reasons.put(
                node.label(),
                time.floats < time.codes && !time.floatKernel.isEmpty() && !time.kernel.isEmpty()
                    ? "%s took %s ms here, %s %s ms"
                        .formatted(
                            time.kernel, millis(time.codes), time.floatKernel, millis(time.floats))
                    : ("with %d nodes around it, which took %s ms here in int8 and %s ms in"
                            + " float32, it is faster than with conversions between them")
                        .formatted(kept.size(), millis(codes), millis(floats))));
    return reasons;
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
  }
}
