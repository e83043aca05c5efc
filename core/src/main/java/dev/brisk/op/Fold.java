package dev.brisk.op;

import dev.brisk.ElementType;

/** One number for many. */
enum Fold {
  SUM {
    @Override
    double of(double[] values) {
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      return sum;
    }

    @Override
    long of(ElementType type, long[] values) {
      long sum = 0;
      for (long value : values) {
        sum += value;
      }
      return sum;
    }
  },

  MEAN {
    @Override
    double of(double[] values) {
      return SUM.of(values) / values.length;
    }

    @Override
    long of(ElementType type, long[] values) {
      long sum = SUM.of(type, values);
      return type == ElementType.UINT64
          ? Long.divideUnsigned(sum, values.length)
          : sum / values.length;
    }
  },

  PRODUCT {
    @Override
    double of(double[] values) {
      double product = 1;
      for (double value : values) {
        product *= value;
      }
      return product;
    }

    @Override
    long of(ElementType type, long[] values) {
      long product = 1;
      for (long value : values) {
        product *= value;
      }
      return product;
    }
  },

  /** Of no floats minus infinity, of no integers the least. */
  MAX {
    @Override
    double of(double[] values) {
      double most = Double.NEGATIVE_INFINITY;
      for (double value : values) {
        most = Math.max(most, value);
      }
      return most;
    }

    @Override
    long of(ElementType type, long[] values) {
      long most = Bounds.least(type);
      for (long value : values) {
        most = Bounds.compare(type, value, most) > 0 ? value : most;
      }
      return most;
    }
  },

  /** Of no floats infinity, of no integers the greatest. */
  MIN {
    @Override
    double of(double[] values) {
      double least = Double.POSITIVE_INFINITY;
      for (double value : values) {
        least = Math.min(least, value);
      }
      return least;
    }

    @Override
    long of(ElementType type, long[] values) {
      long least = Bounds.greatest(type);
      for (long value : values) {
        least = Bounds.compare(type, value, least) < 0 ? value : least;
      }
      return least;
    }
  },

  L1 {
    @Override
    double of(double[] values) {
      double sum = 0;
      for (double value : values) {
        sum += Math.abs(value);
      }
      return sum;
    }
  },

  L2 {
    @Override
    double of(double[] values) {
      return Math.sqrt(SUM_OF_SQUARES.of(values));
    }
  },

  SUM_OF_SQUARES {
    @Override
    double of(double[] values) {
      double sum = 0;
      for (double value : values) {
        sum += value * value;
      }
      return sum;
    }

    @Override
    long of(ElementType type, long[] values) {
      long sum = 0;
      for (long value : values) {
        sum += value * value;
      }
      return sum;
    }
  },

  LOG_OF_SUM {
    @Override
    double of(double[] values) {
      return Math.log(SUM.of(values));
    }
  },

  /** Less the greatest, so that no power is infinite. */
  LOG_OF_SUM_OF_POWERS {
    @Override
    double of(double[] values) {
      double most = MAX.of(values);
      if (Double.isInfinite(most)) {
        return most;
      }
      double sum = 0;
      for (double value : values) {
        sum += Math.exp(value - most);
      }
      return most + Math.log(sum);
    }
  };

  /** What folding an element weighs, what happens once in the end left out. */
  int weight() {
    return switch (this) {
      case L1, L2, SUM_OF_SQUARES -> 2;
      case LOG_OF_SUM_OF_POWERS -> 3 + Weights.FUNCTION;
      default -> 1;
    };
  }

  /** The number for the given ones, which are neither kept nor changed. */
  abstract double of(double[] values);

  /** The number for integers of a type, by default cut to a whole one. */
  long of(ElementType type, long[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = type == ElementType.UINT64 ? Narrowing.unsigned(values[i]) : (double) values[i];
    }
    return (long) of(wide);
  }
}
