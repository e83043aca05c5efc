package dev.brisk.quantization.speed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cheapest way to part the vertices of a directed graph into a source's side and a sink's side.
 * It costs the capacities of the edges that lead from the former to the latter.
 *
 * <p>By the greatest flow, found with blocking flows in level graphs. (E. A. Dinic, Algorithm for
 * solution of a problem of maximum flow in networks with power estimation, Soviet Mathematics
 * Doklady 11, 1970.)
 */
public final class MinimumCut {
  /** The capacity of an edge that must not be cut. */
  public static final long NEVER = Long.MAX_VALUE / 4;

  /** One direction of an edge: where it leads, what may still flow, and its reverse there. */
  private static final class Arc {
    final int to;
    final int reverse;
    long rest;

    Arc(int to, int reverse, long rest) {
      this.to = to;
      this.reverse = reverse;
      this.rest = rest;
    }
  }

  private final List<List<Arc>> arcs = new ArrayList<>();
  private int[] level = {};
  private int[] next = {};

  /** A graph without vertices. */
  public MinimumCut() {}

  /** Adds a vertex and gives its number: 0, 1 and so on. */
  public int vertex() {
    arcs.add(new ArrayList<>());
    return arcs.size() - 1;
  }

  /** Adds an edge; the capacity is at least 0 and at most {@link #NEVER}. */
  public void edge(int from, int to, long capacity) {
    List<Arc> there = arcs.get(from);
    List<Arc> back = arcs.get(to);
    int forward = there.size();
    int backward = back.size() + (from == to ? 1 : 0);
    there.add(new Arc(to, backward, capacity));
    back.add(new Arc(from, forward, 0));
  }

  /**
   * Cuts the graph; it can be cut once. Of several cheapest cuts, this is the one with the fewest
   * vertices on the sink's side.
   *
   * @return the vertices on the source's side
   */
  public BitSet sourceSide(int source, int sink) {
    while (reaches(source, sink)) {
      next = new int[arcs.size()];
      long pushed;
      do {
        pushed = push(source, sink);
      } while (pushed > 0);
    }
    BitSet side = new BitSet();
    side.set(0, arcs.size());
    side.andNot(leadingTo(sink));
    return side;
  }

  /** Numbers the vertices by their distance from the source over edges that are not full. */
  private boolean reaches(int source, int sink) {
    level = new int[arcs.size()];
    Arrays.fill(level, -1);
    level[source] = 0;
    ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(source));
    while (!queue.isEmpty()) {
      int vertex = queue.remove();
      for (Arc arc : arcs.get(vertex)) {
        if (arc.rest > 0 && level[arc.to] < 0) {
          level[arc.to] = level[vertex] + 1;
          queue.add(arc.to);
        }
      }
    }
    return level[sink] >= 0;
  }

  /** Pushes flow along one path of the level graph; 0 when there is no more. */
  private long push(int source, int sink) {
    List<Arc> path = new ArrayList<>();
    int vertex = source;
    while (vertex != sink) {
      Arc arc = step(vertex);
      if (arc != null) {
        path.add(arc);
        vertex = arc.to;
      } else if (path.isEmpty()) {
        return 0;
      } else {
        level[vertex] = -1;
        Arc last = path.remove(path.size() - 1);
        vertex = arcs.get(last.to).get(last.reverse).to;
      }
    }
    long flow = path.stream().mapToLong(arc -> arc.rest).min().orElse(0);
    for (Arc arc : path) {
      arc.rest -= flow;
      arcs.get(arc.to).get(arc.reverse).rest += flow;
    }
    return flow;
  }

  private @Nullable Arc step(int vertex) {
    List<Arc> from = arcs.get(vertex);
    while (next[vertex] < from.size()) {
      Arc arc = from.get(next[vertex]);
      if (arc.rest > 0 && level[arc.to] == level[vertex] + 1) {
        return arc;
      }
      next[vertex]++;
    }
    return null;
  }

  private BitSet leadingTo(int sink) {
    BitSet leading = new BitSet();
    leading.set(sink);
    ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(sink));
    while (!queue.isEmpty()) {
      for (Arc arc : arcs.get(queue.remove())) {
        if (arcs.get(arc.to).get(arc.reverse).rest > 0 && !leading.get(arc.to)) {
          leading.set(arc.to);
          queue.add(arc.to);
        }
      }
    }
    return leading;
  }
}
