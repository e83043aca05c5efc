package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;

/**
 * Products of row-major matrices in flat Java arrays of one kind, written so that the JVM makes
 * vector code of them. Objects are arrays of the kind.
 */
enum Products {
  /** For floats of up to 32 bits. */
  FLOATS {
    @Override
    Object make(int size) {
      return new float[size];
    }

    @Override
    Object of(NdArray array) {
      return array.floats();
    }

    @Override
    NdArray array(ElementType type, Shape shape, Object values) {
      return NdArray.of(type, shape, (float[]) values);
    }

    @Override
    void gather(Object from, int at, int[] places, int first, int count, Object to, int toAt) {
      float[] source = (float[]) from;
      float[] target = (float[]) to;
      for (int i = 0; i < count; i++) {
        int place = places[first + i];
        target[toAt + i] = place < 0 ? 0 : source[at + place];
      }
    }

    @Override
    void multiply(Object a, int aAt, Object b, int bAt, Object c, int cAt, int m, int k, int n) {
      for (int row = 0; row < m; row++) {
        multiplyRow((float[]) a, aAt + row * k, (float[]) b, bAt, (float[]) c, cAt + row * n, k, n);
      }
    }
  },

  /** For float64. */
  DOUBLES {
    @Override
    Object make(int size) {
      return new double[size];
    }

    @Override
    Object of(NdArray array) {
      return array.doubles();
    }

    @Override
    NdArray array(ElementType type, Shape shape, Object values) {
      return NdArray.of(type, shape, (double[]) values);
    }

    @Override
    void gather(Object from, int at, int[] places, int first, int count, Object to, int toAt) {
      for (int i = 0; i < count; i++) {
        int place = places[first + i];
        ((double[]) to)[toAt + i] = place < 0 ? 0 : ((double[]) from)[at + place];
      }
    }

    @Override
    void multiply(Object a, int aAt, Object b, int bAt, Object c, int cAt, int m, int k, int n) {
      double[] left = (double[]) a;
      double[] right = (double[]) b;
      double[] sums = (double[]) c;
      for (int row = 0; row < m; row++) {
        for (int p = 0; p < k; p++) {
          double factor = left[aAt + row * k + p];
          for (int j = 0; j < n; j++) {
            sums[cAt + row * n + j] += factor * right[bAt + p * n + j];
          }
        }
      }
    }
  },

  /** For integers of up to 32 bits; sums wrap around. */
  INTS {
    @Override
    Object make(int size) {
      return new int[size];
    }

    @Override
    Object of(NdArray array) {
      return array.ints();
    }

    @Override
    NdArray array(ElementType type, Shape shape, Object values) {
      return NdArray.of(type, shape, (int[]) values);
    }

    @Override
    void gather(Object from, int at, int[] places, int first, int count, Object to, int toAt) {
      int[] source = (int[]) from;
      int[] target = (int[]) to;
      for (int i = 0; i < count; i++) {
        int place = places[first + i];
        target[toAt + i] = place < 0 ? 0 : source[at + place];
      }
    }

    @Override
    void multiply(Object a, int aAt, Object b, int bAt, Object c, int cAt, int m, int k, int n) {
      for (int row = 0; row < m; row++) {
        multiplyRow((int[]) a, aAt + row * k, (int[]) b, bAt, (int[]) c, cAt + row * n, k, n);
      }
    }
  },

  /** For wider integers; sums wrap around. */
  LONGS {
    @Override
    Object make(int size) {
      return new long[size];
    }

    @Override
    Object of(NdArray array) {
      return array.longs();
    }

    @Override
    NdArray array(ElementType type, Shape shape, Object values) {
      return NdArray.of(type, shape, (long[]) values);
    }

    @Override
    void gather(Object from, int at, int[] places, int first, int count, Object to, int toAt) {
      for (int i = 0; i < count; i++) {
        int place = places[first + i];
        ((long[]) to)[toAt + i] = place < 0 ? 0 : ((long[]) from)[at + place];
      }
    }

    @Override
    void multiply(Object a, int aAt, Object b, int bAt, Object c, int cAt, int m, int k, int n) {
      long[] left = (long[]) a;
      long[] right = (long[]) b;
      long[] sums = (long[]) c;
      for (int row = 0; row < m; row++) {
        for (int p = 0; p < k; p++) {
          long factor = left[aAt + row * k + p];
          for (int j = 0; j < n; j++) {
            sums[cAt + row * n + j] += factor * right[bAt + p * n + j];
          }
        }
      }
    }
  };

  /** The kind in which elements of a type are multiplied and added. */
  static Products of(ElementType type) {
    if (type == ElementType.FLOAT64) {
      return DOUBLES;
    } else if (type.isFloat()) {
      return FLOATS;
    }
    return Narrowing.isLong(type) ? LONGS : INTS;
  }

  /** A new array of zeros. */
  abstract Object make(int size);

  /** The elements of an array, not to be written to. */
  abstract Object of(NdArray array);

  /** An array of the values, each made to fit the type. */
  abstract NdArray array(ElementType type, Shape shape, Object values);

  /** Copies the elements at the places, zero for negative ones, which count from {@code at} on. */
  abstract void gather(
      Object from, int at, int[] places, int first, int count, Object to, int toAt);

  /** Adds a * b to c: m rows of k, k rows of n, m rows of n, each from its place on. */
  abstract void multiply(
      Object a, int aAt, Object b, int bAt, Object c, int cAt, int m, int k, int n);

  /** Four rows of b at once, so that a sum is read and written a quarter as often. */
  private static void multiplyRow(
      float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int k, int n) {
    int p = 0;
    for (; p + 4 <= k; p += 4) {
      int from = bAt + p * n;
      float a0 = a[aAt + p];
      float a1 = a[aAt + p + 1];
      float a2 = a[aAt + p + 2];
      float a3 = a[aAt + p + 3];
      for (int j = 0; j < n; j++) {
        c[cAt + j] +=
            a0 * b[from + j]
                + a1 * b[from + n + j]
                + a2 * b[from + 2 * n + j]
                + a3 * b[from + 3 * n + j];
      }
    }
    for (; p < k; p++) {
      int from = bAt + p * n;
      float factor = a[aAt + p];
      for (int j = 0; j < n; j++) {
        c[cAt + j] += factor * b[from + j];
      }
    }
  }

  private static void multiplyRow(
      int[] a, int aAt, int[] b, int bAt, int[] c, int cAt, int k, int n) {
    int p = 0;
    for (; p + 4 <= k; p += 4) {
      int from = bAt + p * n;
      int a0 = a[aAt + p];
      int a1 = a[aAt + p + 1];
      int a2 = a[aAt + p + 2];
      int a3 = a[aAt + p + 3];
      for (int j = 0; j < n; j++) {
        c[cAt + j] +=
            a0 * b[from + j]
                + a1 * b[from + n + j]
                + a2 * b[from + 2 * n + j]
                + a3 * b[from + 3 * n + j];
      }
    }
    for (; p < k; p++) {
      int from = bAt + p * n;
      int factor = a[aAt + p];
      for (int j = 0; j < n; j++) {
        c[cAt + j] += factor * b[from + j];
      }
    }
  }
}
