package dev.brisk.quantization.rounding;

import dev.brisk.Shape;
import dev.brisk.graph.Node;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the weights of a layer are multiplied with: at each position and for each group as many
 * numbers as an output has weights, in their order.
 */
sealed interface Patches {
  /** The number of groups. */
  int groups();

  /** The number of weights of an output. */
  int size();

  /** The number of positions in an input. */
  long positions(Shape input);

  /** Where in an input the first group's numbers at a position lie; -1 for zeros beside it. */
  int[] places(Shape input, long position);

  /** How far another group's numbers lie behind the first one's. */
  int distance(Shape input, int group);

  /** The patches of a layer, or null for operators whose weights are not ordered by output. */
  static @Nullable Patches of(Node layer, Shape weights) {
    if (layer.is("Conv")) {
      return new Windows(SlidingWindow.of(layer.attributes(), weights), weights);
    }
    if (layer.is("MatMul") && weights.rank() == 2) {
      return new Rows(Math.toIntExact(weights.dim(0)));
    }
    boolean transposed = layer.attributes().intOr("transB", 0) != 0;
    return layer.is("Gemm") ? new Rows(Math.toIntExact(weights.dim(transposed ? 1 : 0))) : null;
  }

  /** The rows of a matrix. */
  record Rows(int size) implements Patches {
    @Override
    public int groups() {
      return 1;
    }

    @Override
    public long positions(Shape input) {
      return input.elements() / Math.max(1, size);
    }

    @Override
    public int[] places(Shape input, long position) {
      int start = Math.toIntExact(position * size);
      return IntStream.range(start, start + size).toArray();
    }

    @Override
    public int distance(Shape input, int group) {
      return 0;
    }
  }

  /** What a convolution's kernel lies on. */
  record Windows(SlidingWindow window, int groups, int channels) implements Patches {
    Windows(SlidingWindow window, Shape weights) {
      this(window, window.groups(), Math.toIntExact(weights.dim(1)));
    }

    @Override
    public int size() {
      return channels * window.taps();
    }

    @Override
    public long positions(Shape input) {
      return input.dim(0) * window.positions(input);
    }

    @Override
    public int[] places(Shape input, long position) {
      long perImage = window.positions(input);
      int[] offsets = window.offsets(input, position % perImage);
      long plane = plane(input);
      long first = position / perImage * input.dim(1) * plane;
      int[] places = new int[size()];
      for (int i = 0; i < places.length; i++) {
        int offset = offsets[i % offsets.length];
        places[i] = offset < 0 ? -1 : Math.toIntExact(first + i / offsets.length * plane + offset);
      }
      return places;
    }

    @Override
    public int distance(Shape input, int group) {
      return Math.toIntExact((long) group * channels * plane(input));
    }

    private static long plane(Shape input) {
      long plane = 1;
      for (int i = 2; i < input.rank(); i++) {
        plane *= input.dim(i);
      }
      return plane;
    }
  }
}
