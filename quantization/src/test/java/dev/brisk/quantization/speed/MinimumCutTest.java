package dev.brisk.quantization.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MinimumCutTest {
  private static final int SOURCE = 0;
  private static final int SINK = 1;

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void cut_isAsCheapAsTheBestOfAll(long seed) {
    Random random = new Random(seed);
    int vertices = 2 + random.nextInt(8);
    long[][] capacities = capacities(random, vertices);
    MinimumCut graph = graph(random, capacities);

    BitSet side = graph.sourceSide(SOURCE, SINK);

    assertThat(side.get(SOURCE)).isTrue();
    assertThat(side.get(SINK)).isFalse();
    assertThat(cost(capacities, side)).isEqualTo(cheapest(capacities));
  }

  @Test
  void ofSeveralCheapestCuts_theSmallestSinkSideIsTaken() {
    MinimumCut graph = new MinimumCut();
    IntStream.range(0, 4).forEach(i -> graph.vertex());
    graph.edge(SOURCE, 2, 5);
    graph.edge(2, 3, 5);
    graph.edge(3, SINK, 5);
    assertThat(graph.sourceSide(SOURCE, SINK)).isEqualTo(BitSet.valueOf(new long[] {0b1101}));
  }

  private static long[][] capacities(Random random, int vertices) {
    long[][] capacities = new long[vertices][vertices];
    for (long[] from : capacities) {
      for (int to = 0; to < vertices; to++) {
        from[to] = random.nextInt(3) == 0 ? random.nextInt(20) : 0;
      }
    }
    for (int i = random.nextInt(4); i > 0 && vertices > 3; i--) {
      capacities[2 + random.nextInt(vertices - 2)][2 + random.nextInt(vertices - 2)] =
          MinimumCut.NEVER;
    }
    return capacities;
  }

  /** A graph of these capacities, some split over two edges. */
  private static MinimumCut graph(Random random, long[][] capacities) {
    MinimumCut graph = new MinimumCut();
    for (int i = 0; i < capacities.length; i++) {
      assertThat(graph.vertex()).isEqualTo(i);
    }
    for (int from = 0; from < capacities.length; from++) {
      for (int to = 0; to < capacities.length; to++) {
        long part = capacities[from][to] < 20 ? random.nextInt((int) capacities[from][to] + 1) : 0;
        graph.edge(from, to, part);
        graph.edge(from, to, capacities[from][to] - part);
      }
    }
    return graph;
  }

  private static long cheapest(long[][] capacities) {
    long least = Long.MAX_VALUE;
    for (long bits = 0; bits < 1L << capacities.length; bits++) {
      BitSet side = BitSet.valueOf(new long[] {bits});
      if (side.get(SOURCE) && !side.get(SINK)) {
        least = Math.min(least, cost(capacities, side));
      }
    }
    return least;
  }

  private static long cost(long[][] capacities, BitSet side) {
    long cost = 0;
    for (int from = 0; from < capacities.length; from++) {
      for (int to = 0; to < capacities.length; to++) {
        boolean cut = side.get(from) && !side.get(to);
        cost = Math.min(MinimumCut.NEVER, cost + (cut ? capacities[from][to] : 0));
      }
    }
    return cost;
  }
}
