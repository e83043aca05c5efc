package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the matrix products share: stacks of matrices, vectors as rows or columns. */
final class Product {
  /** How many rows of one matrix are a part of the work. */
  private static final int ROWS = 16;

  private Product() {}

  /** Tells the product of input 0 and the right one, either transposed where said. */
  static void infer(
      InferenceContext node,
      int right,
      boolean leftTransposed,
      boolean rightTransposed,
      @Nullable ElementType result) {
    Shape a = node.shape(0);
    Shape b = node.shape(right);
    Shape product = null;
    if (a != null && b != null) {
      product = shape(transposed(a, leftTransposed), transposed(b, rightTransposed));
    }
    node.output(0, result, product);
  }

  /** The multiply-adds: output elements times the length of a row of the left matrix. */
  static long macs(InferenceContext node, boolean leftTransposed) {
    Shape output = node.toldShape(0);
    Shape left = node.shape(0);
    if (output == null || left == null || left.rank() == 0) {
      return 0;
    }
    int row = left.rank() - (leftTransposed && left.rank() > 1 ? 2 : 1);
    return Math.multiplyExact(output.withFree(1).elements(), left.withFree(1).dim(row));
  }

  /** The product of stacks of matrices; a vector is a row on the left, a column on the right. */
  static NdArray of(Evaluation node, NdArray left, NdArray right, ElementType result) {
    Shape made = Objects.requireNonNull(shape(left.shape(), right.shape()));
    int k = left.dim(left.rank() - 1);
    if (made.elements() == 0 || k == 0) {
      return NdArray.zeros(result, made);
    }
    NdArray b = right.rank() > 1 ? right : right.reshape(right.size(), 1);
    NdArray a = b.rank() == 2 ? left.reshape(left.size() / k, k) : matrices(left);
    Products kind = Products.of(result);
    Object sums = kind.make(Math.toIntExact(made.elements()));
    if (b.rank() == 2) {
      multiply(node, kind, a, b, sums);
    } else {
      multiplyStacks(node, kind, a, b, sums);
    }
    return kind.array(result, made, sums);
  }

  private static NdArray matrices(NdArray left) {
    return left.rank() > 1 ? left : left.reshape(1, left.size());
  }

  private static void multiply(Evaluation node, Products kind, NdArray a, NdArray b, Object sums) {
    int m = a.dim(0);
    int k = a.dim(1);
    int n = b.dim(1);
    Object as = kind.of(a);
    if (isSmall(m, n)) {
      kind.multiply(as, 0, kind.of(b), 0, sums, 0, m, k, n);
      return;
    }
    Object[] rows = kind.split(kind.of(b), 0, k, n);
    node.parallel(
        -Math.floorDiv(-m, ROWS),
        part -> {
          int row = part * ROWS;
          int count = Math.min(ROWS, m - row);
          kind.multiply(as, row * k, rows, sums, row * n, count, k, n);
        });
  }

  private static void multiplyStacks(
      Evaluation node, Products kind, NdArray a, NdArray b, Object sums) {
    int m = a.dim(a.rank() - 2);
    int k = a.dim(a.rank() - 1);
    int n = b.dim(b.rank() - 1);
    Shape stack = Objects.requireNonNull(Broadcast.of(stack(a.shape()), stack(b.shape())));
    int[] lefts = Strides.stretched(stack(a.shape()), stack);
    int[] rights = Strides.stretched(stack(b.shape()), stack);
    Object as = kind.of(a);
    Object bs = kind.of(b);
    node.parallel(
        lefts.length,
        i -> {
          int from = lefts[i] * m * k;
          int right = rights[i] * k * n;
          if (isSmall(m, n)) {
            kind.multiply(as, from, bs, right, sums, i * m * n, m, k, n);
          } else {
            kind.multiply(as, from, kind.split(bs, right, k, n), sums, i * m * n, m, k, n);
          }
        });
  }

  /** Whether copying the right matrix to rows of its own takes longer than it saves. */
  private static boolean isSmall(int m, int n) {
    return m < 4 || n < 8;
  }

  private static Shape stack(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
  }

  private static Shape transposed(Shape shape, boolean transposed) {
    if (!transposed || shape.rank() < 2) {
      return shape;
    }
    List<Dim> dims = Dim.list(shape);
    Collections.swap(dims, dims.size() - 1, dims.size() - 2);
    return Dim.shape(dims);
  }

  private static @Nullable Shape shape(Shape left, Shape right) {
    if (left.rank() == 0 || right.rank() == 0) {
      throw new InvalidModelException("A matrix product needs inputs of rank 1 or more");
    }
    List<Dim> a = Dim.list(left);
    List<Dim> b = Dim.list(right);
    checkInner(a.get(a.size() - 1), b.get(Math.max(0, b.size() - 2)), left, right);
    List<Dim> rows = a.subList(Math.max(0, a.size() - 2), a.size() - 1);
    List<Dim> columns = b.size() == 1 ? List.of() : b.subList(b.size() - 1, b.size());
    Shape batch =
        Broadcast.of(
            Dim.shape(a.subList(0, Math.max(0, a.size() - 2))),
            Dim.shape(b.subList(0, Math.max(0, b.size() - 2))));
    if (batch == null) {
      return null;
    }
    List<Dim> dims = Dim.list(batch);
    dims.addAll(rows);
    dims.addAll(columns);
    return Dim.shape(dims);
  }

  private static void checkInner(Dim left, Dim right, Shape whole, Shape other) {
    if (left.known() && right.known() && !left.same(right)) {
      throw new InvalidModelException(
          "Matrices of " + whole + " and " + other + " have no product: inner sizes differ");
    }
  }
}
