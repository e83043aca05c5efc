package dev.brisk.op;

/**
 * Random numbers that a seed determines, the same as other tools draw by this method: MT19937 of
 * Matsumoto and Nishimura, "Mersenne Twister" (1998). Not thread-safe.
 */
final class MersenneTwister {
  private static final int SIZE = 624;
  private static final int AHEAD = 397;
  private static final int TWIST = 0x9908b0df;

  private final int[] state = new int[SIZE];
  private int next = SIZE;

  MersenneTwister(long seed) {
    state[0] = (int) seed;
    for (int i = 1; i < SIZE; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /** A number from 0 to 1, 1 not included, of 53 random bits. */
  double nextDouble() {
    int high = nextInt() >>> 5;
    int low = nextInt() >>> 6;
    return (((long) high << 26) | low) * 0x1p-53;
  }

  private int nextInt() {
    if (next == SIZE) {
      twist();
      next = 0;
    }
    int bits = state[next++];
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return bits ^ (bits >>> 18);
  }

  private void twist() {
    for (int i = 0; i < SIZE; i++) {
      int mixed = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
      int change = (mixed & 1) == 0 ? 0 : TWIST;
      state[i] = state[(i + AHEAD) % SIZE] ^ (mixed >>> 1) ^ change;
    }
  }
}
