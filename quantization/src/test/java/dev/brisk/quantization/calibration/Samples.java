package dev.brisk.quantization.calibration;

import java.util.Random;

/** Seeded numbers of the kinds that activations are. */
enum Samples {
  NORMAL {
    @Override
    float next(Random random) {
      return (float) random.nextGaussian();
    }
  },
  ONE_SIGNED {
    @Override
    float next(Random random) {
      return (float) Math.max(0, 3 * random.nextGaussian());
    }
  },
  NEGATIVE {
    @Override
    float next(Random random) {
      return (float) (-5 - Math.abs(random.nextGaussian()));
    }
  },
  CONSTANT {
    @Override
    float next(Random random) {
      return 0.3f;
    }
  },
  OUTLIERS {
    @Override
    float next(Random random) {
      return (float) (random.nextGaussian() * (random.nextInt(500) == 0 ? 300 : 1));
    }
  },
  HUGE_AND_TINY {
    @Override
    float next(Random random) {
      return (float) Math.scalb(random.nextGaussian(), random.nextInt(250) - 125);
    }
  },
  WITH_ZEROS {
    @Override
    float next(Random random) {
      return random.nextInt(3) == 0 ? (random.nextBoolean() ? 0f : -0f) : random.nextFloat() - 0.2f;
    }
  };

  abstract float next(Random random);

  float[] draw(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = next(random);
    }
    return values;
  }
}
