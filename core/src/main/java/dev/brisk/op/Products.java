package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;

/**
 * Products of row-major matrices in flat Java arrays of one kind. Objects are arrays of the kind.
 *
 * <p>The JVM makes vector code of a loop over several arrays only where it knows that they are not
 * one: so a matrix that is read often comes as rows that are arrays of their own.
 */
enum Products {
  /** For floats of up to 32 bits. */
  FLOATS {
    @Override
    Object make(int size) {
      return new float[size];
    }

    @Override
    Object[] rows(int count, int width) {
      return new float[count][width];
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
    void gather(Object from, int at, int[] places, int first, int count, Object to) {
      float[] source = (float[]) from;
      float[] target = (float[]) to;
      for (int i = 0; i < count; i++) {
        int place = places[first + i];
        target[i] = place < 0 ? 0 : source[at + place];
      }
    }

    @Override
    void multiply(Object a, int aAt, Object b, int bAt, Object c, int cAt, int m, int k, int n) {
      float[] left = (float[]) a;
      float[] right = (float[]) b;
      float[] sums = (float[]) c;
      for (int row = 0; row < m; row++) {
        for (int p = 0; p < k; p++) {
          float factor = left[aAt + row * k + p];
          for (int j = 0; j < n; j++) {
            sums[cAt + row * n + j] += factor * right[bAt + p * n + j];
          }
        }
      }
    }

    @Override
    void multiply(Object a, int aAt, Object[] b, Object c, int cAt, int m, int k, int n) {
      for (int row = 0; row < m; row++) {
        float[] sums = new float[n];
        RowSums.add((float[]) a, aAt + row * k, (float[][]) b, k, sums);
        System.arraycopy(sums, 0, c, cAt + row * n, n);
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
    Object[] rows(int count, int width) {
      return new double[count][width];
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
    void gather(Object from, int at, int[] places, int first, int count, Object to) {
      double[] source = (double[]) from;
      double[] target = (double[]) to;
      for (int i = 0; i < count; i++) {
        int place = places[first + i];
        target[i] = place < 0 ? 0 : source[at + place];
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

    @Override
    void multiply(Object a, int aAt, Object[] b, Object c, int cAt, int m, int k, int n) {
      for (int row = 0; row < m; row++) {
        double[] sums = new double[n];
        RowSums.add((double[]) a, aAt + row * k, (double[][]) b, k, sums);
        System.arraycopy(sums, 0, c, cAt + row * n, n);
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
    Object[] rows(int count, int width) {
      return new int[count][width];
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
    void gather(Object from, int at, int[] places, int first, int count, Object to) {
      int[] source = (int[]) from;
      int[] target = (int[]) to;
      for (int i = 0; i < count; i++) {
        int place = places[first + i];
        target[i] = place < 0 ? 0 : source[at + place];
      }
    }

    @Override
    void multiply(Object a, int aAt, Object b, int bAt, Object c, int cAt, int m, int k, int n) {
      int[] left = (int[]) a;
      int[] right = (int[]) b;
      int[] sums = (int[]) c;
      for (int row = 0; row < m; row++) {
        for (int p = 0; p < k; p++) {
          int factor = left[aAt + row * k + p];
          for (int j = 0; j < n; j++) {
            sums[cAt + row * n + j] += factor * right[bAt + p * n + j];
          }
        }
      }
    }

    @Override
    void multiply(Object a, int aAt, Object[] b, Object c, int cAt, int m, int k, int n) {
      for (int row = 0; row < m; row++) {
        int[] sums = new int[n];
        RowSums.add((int[]) a, aAt + row * k, (int[][]) b, k, sums);
        System.arraycopy(sums, 0, c, cAt + row * n, n);
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
    Object[] rows(int count, int width) {
      return new long[count][width];
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
    void gather(Object from, int at, int[] places, int first, int count, Object to) {
      long[] source = (long[]) from;
      long[] target = (long[]) to;
      for (int i = 0; i < count; i++) {
        int place = places[first + i];
        target[i] = place < 0 ? 0 : source[at + place];
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

    @Override
    void multiply(Object a, int aAt, Object[] b, Object c, int cAt, int m, int k, int n) {
      for (int row = 0; row < m; row++) {
        long[] sums = new long[n];
        RowSums.add((long[]) a, aAt + row * k, (long[][]) b, k, sums);
        System.arraycopy(sums, 0, c, cAt + row * n, n);
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

  /** New arrays of zeros, one for each row of a matrix. */
  abstract Object[] rows(int count, int width);

  /** The elements of an array, not to be written to. */
  abstract Object of(NdArray array);

  /** An array of the values, each made to fit the type. */
  abstract NdArray array(ElementType type, Shape shape, Object values);

  /** Copies the elements at the places, zero for negative ones, which count from {@code at} on. */
  abstract void gather(Object from, int at, int[] places, int first, int count, Object to);

  /** Adds a * b to c: m rows of k, k rows of n, m rows of n, each from its place on. */
  abstract void multiply(
      Object a, int aAt, Object b, int bAt, Object c, int cAt, int m, int k, int n);

  /** Writes a * b to c: m rows of k, k rows of n as arrays, m rows of n. */
  abstract void multiply(Object a, int aAt, Object[] b, Object c, int cAt, int m, int k, int n);

  /** The rows of a matrix as arrays. */
  final Object[] split(Object matrix, int at, int count, int width) {
    Object[] rows = rows(count, width);
    for (int row = 0; row < count; row++) {
      System.arraycopy(matrix, at + row * width, rows[row], 0, width);
    }
    return rows;
  }
}
