package dev.brisk.internal.onnx;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Ways in which a file can be damaged or forged. */
enum Mutation {
  FLIPPED_BITS {
    @Override
    byte[] apply(byte[] file, List<byte[]> others, Random random) {
      byte[] changed = file.clone();
      for (int i = random.nextInt(8); i >= 0; i--) {
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return changed;
    }
  },
  CUT_OFF {
    @Override
    byte[] apply(byte[] file, List<byte[]> others, Random random) {
      return Arrays.copyOf(file, random.nextInt(file.length));
    }
  },
  CUT_OUT {
    @Override
    byte[] apply(byte[] file, List<byte[]> others, Random random) {
      int from = random.nextInt(file.length);
      int to = Math.min(file.length, from + 1 + random.nextInt(64));
      return joined(Arrays.copyOf(file, from), Arrays.copyOfRange(file, to, file.length));
    }
  },
  SPLICED {
    @Override
    byte[] apply(byte[] file, List<byte[]> others, Random random) {
      byte[] other = others.get(random.nextInt(others.size()));
      int from = random.nextInt(other.length);
      int to = Math.min(other.length, from + 1 + random.nextInt(256));
      return inserted(file, random.nextInt(file.length), Arrays.copyOfRange(other, from, to));
    }
  },
  REPEATED {
    @Override
    byte[] apply(byte[] file, List<byte[]> others, Random random) {
      int from = random.nextInt(file.length);
      int to = Math.min(file.length, from + 1 + random.nextInt(64));
      byte[] range = Arrays.copyOfRange(file, from, to);
      byte[] changed = file;
      for (int i = random.nextInt(20); i >= 0; i--) {
        changed = inserted(changed, to, range);
      }
      return changed;
    }
  },
  INFLATED_NUMBER {
    @Override
    byte[] apply(byte[] file, List<byte[]> others, Random random) {
      ByteArrayOutputStream varint = new ByteArrayOutputStream();
      long value = random.nextLong() >>> random.nextInt(63);
      while (value > 0x7f) {
        varint.write((int) (value | 0x80));
        value >>>= 7;
      }
      varint.write((int) value);
      int at = random.nextInt(file.length);
      byte[] rest = Arrays.copyOfRange(file, Math.min(file.length, at + 1), file.length);
      return joined(joined(Arrays.copyOf(file, at), varint.toByteArray()), rest);
    }
  },
  NESTED {
    @Override
    byte[] apply(byte[] file, List<byte[]> others, Random random) {
      byte[] nest = new byte[random.nextInt(4000)];
      Arrays.fill(nest, new byte[] {0x0a, 0x2a, 0x32, 0x0b}[random.nextInt(4)]);
      return inserted(file, random.nextInt(file.length), nest);
    }
  };

  /** A changed copy of a file. */
  abstract byte[] apply(byte[] file, List<byte[]> others, Random random);

  private static byte[] inserted(byte[] file, int at, byte[] added) {
    byte[] head = joined(Arrays.copyOf(file, at), added);
    return joined(head, Arrays.copyOfRange(file, at, file.length));
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    byte[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }
}
