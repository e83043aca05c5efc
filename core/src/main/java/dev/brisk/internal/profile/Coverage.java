package dev.brisk.internal.profile;

import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/*
 * A runtime merges nodes. The kernel keeps the name of one of them, its origin; the others have no
 * kernel. Such a node is given to a kernel that the graph connects it with through nodes that have
 * none either. The signs, the strongest first:
 *
 * 1. The kernel's type has the node's in it, and not that of the origin: a Conv named for the Relu.
 * 2. Exactly one kernel has no origin and ran after all kernels above the node and before all below.
 * 3. The kernel's type is not its origin's: it does more, as a QLinearConv named for the Conv.
 * 4. None, but there is no kernel without an origin that it could belong to as well.
 *
 * Among equals the nearest gets the node, and of these the one above it, but by the first sign the
 * one below, since what is merged is named for its end. A node that multiplies only goes where the
 * sign is plain and no other is, since that decides how fast the kernel is said to be.
 */
/** Which nodes of the user's model each kernel stands for. */
final class Coverage {
  private static final int FARTHEST = 12;

  private final Graph graph;
  private final List<Kernel> kernels;
  private final ToLongFunction<Node> macs;
  private final Map<Node, Kernel> owners = new HashMap<>();
  private final Map<Kernel, Node> origins = new HashMap<>();
  private final Map<Kernel, Integer> order = new HashMap<>();
  private final Map<Kernel, List<Node>> covered = new LinkedHashMap<>();

  /** A kernel that a node may belong to. */
  private record Candidate(Kernel kernel, int distance) {}

  private Coverage(Graph graph, Collection<Kernel> kernels, ToLongFunction<Node> macs) {
    this.graph = graph;
    this.kernels = List.copyOf(kernels);
    this.macs = macs;
  }

  /**
   * The nodes of each kernel, its origin first.
   *
   * @param kernels in the order in which they run
   * @param macs the multiply-adds of a node
   */
  static Map<Kernel, List<Node>> of(
      Graph graph, Collection<Kernel> kernels, ToLongFunction<Node> macs) {
    Coverage coverage = new Coverage(graph, kernels, macs);
    coverage.takeOrigins();
    for (Node node : graph.nodes()) {
      if (!coverage.owners.containsKey(node) && !node.is("Constant")) {
        coverage.give(node);
      }
    }
    return coverage.covered;
  }

  private void takeOrigins() {
    Map<String, Queue<Node>> byLabel = new HashMap<>();
    for (Node node : graph.nodes()) {
      byLabel.computeIfAbsent(node.label(), key -> new ArrayDeque<>()).add(node);
    }
    for (Kernel kernel : kernels) {
      order.put(kernel, order.size());
      covered.put(kernel, new ArrayList<>());
      Node origin = byLabel.getOrDefault(kernel.origin(), new ArrayDeque<>()).poll();
      if (origin != null && !kernel.origin().isEmpty()) {
        owners.put(origin, kernel);
        origins.put(kernel, origin);
        listOf(kernel).add(origin);
      }
    }
  }

  private List<Node> listOf(Kernel kernel) {
    return covered.getOrDefault(kernel, Collections.emptyList());
  }

  private void give(Node node) {
    List<Candidate> above = reach(node, this::producers);
    List<Candidate> below = reach(node, this::consumers);
    List<Candidate> near = new ArrayList<>(above);
    near.addAll(below);
    List<Candidate> upwards = new ArrayList<>(below);
    upwards.addAll(above);
    Kernel named = nearest(upwards, candidate -> isNamedForIt(candidate.kernel(), node));
    List<Kernel> strangers = strangers(above, below);
    if (named != null) {
      listOf(named).add(node);
    } else if (strangers.size() == 1) {
      listOf(strangers.get(0)).add(node);
    } else {
      Kernel merged = nearest(near, candidate -> mayHold(candidate.kernel(), node));
      Kernel any = merged == null && strangers.isEmpty() ? nearest(near, all -> true) : merged;
      if (any != null && (merged != null || macs.applyAsLong(node) == 0)) {
        listOf(any).add(node);
      }
    }
  }

  private boolean isNamedForIt(Kernel kernel, Node node) {
    String origin = operatorOf(kernel);
    return !kernel.type().equals(origin)
        && kernel.type().contains(node.operator())
        && !kernel.type().contains(origin)
        && (macs.applyAsLong(node) == 0 || !holdsProduct(kernel));
  }

  private boolean holdsProduct(Kernel kernel) {
    return listOf(kernel).stream().anyMatch(node -> macs.applyAsLong(node) > 0);
  }

  private boolean mayHold(Kernel kernel, Node node) {
    Node origin = origins.get(kernel);
    boolean merges = !kernel.type().equals(operatorOf(kernel));
    boolean takesProduct = origin != null && !holdsProduct(kernel);
    return merges && (macs.applyAsLong(node) == 0 || takesProduct);
  }

  private String operatorOf(Kernel kernel) {
    Node origin = origins.get(kernel);
    return origin == null ? "" : origin.operator();
  }

  private static @Nullable Kernel nearest(
      List<Candidate> candidates, Function<Candidate, Boolean> fits) {
    Candidate best = null;
    for (Candidate candidate : candidates) {
      if (fits.apply(candidate) && (best == null || candidate.distance() < best.distance())) {
        best = candidate;
      }
    }
    return best == null ? null : best.kernel();
  }

  /** The kernels without an origin that ran after all above and before all below. */
  private List<Kernel> strangers(List<Candidate> above, List<Candidate> below) {
    int from = above.stream().mapToInt(this::position).max().orElse(-1);
    int to = below.stream().mapToInt(this::position).min().orElse(kernels.size());
    return kernels.subList(Math.min(from + 1, to), to).stream()
        .filter(kernel -> !origins.containsKey(kernel) && !kernel.isConversion())
        .toList();
  }

  private int position(Candidate candidate) {
    return order.getOrDefault(candidate.kernel(), 0);
  }

  /** The kernels that are first met in one direction. */
  private List<Candidate> reach(Node start, Function<Node, Set<Node>> next) {
    List<Candidate> found = new ArrayList<>();
    Set<Node> seen = new HashSet<>(Set.of(start));
    Set<Node> level = Set.of(start);
    for (int distance = 1; distance <= FARTHEST && !level.isEmpty(); distance++) {
      Set<Node> further = new HashSet<>();
      for (Node from : level) {
        for (Node node : next.apply(from)) {
          Kernel owner = owners.get(node);
          if (owner != null) {
            found.add(new Candidate(owner, distance));
          } else if (seen.add(node)) {
            further.add(node);
          }
        }
      }
      level = further;
    }
    return found;
  }

  private Set<Node> producers(Node node) {
    Set<Node> found = new HashSet<>();
    for (String read : node.reads()) {
      Node producer = graph.producer(read);
      if (producer != null) {
        found.add(producer);
      }
    }
    return found;
  }

  private Set<Node> consumers(Node node) {
    Set<Node> found = new HashSet<>();
    node.outputs().forEach(output -> found.addAll(graph.consumers(output)));
    return found;
  }
}
