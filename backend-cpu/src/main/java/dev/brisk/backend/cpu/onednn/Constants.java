package dev.brisk.backend.cpu.onednn;

import dev.brisk.engine.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The constants of a compiled model as its primitives want them, each once for all plans. Filled
 * when first asked for. Thread-safe.
 */
final class Constants {
  private final Map<String, Memory> known = new HashMap<>();
  private final Slabs slabs = new Slabs();
  private final Reorders reorders;

  Constants(Reorders reorders) {
    this.reorders = reorders;
  }

  /** Numbers as they are. */
  synchronized Memory floats(String key, Supplier<float[]> numbers) {
    return known.computeIfAbsent(
        key,
        k -> {
          float[] all = numbers.get();
          Memory made = slabs.allocate(4L * all.length);
          made.bytes().asFloatBuffer().put(all);
          return made;
        });
  }

  /** Whole numbers as they are. */
  synchronized Memory ints(String key, int... numbers) {
    return known.computeIfAbsent(
        key,
        k -> {
          Memory made = slabs.allocate(4L * numbers.length);
          made.bytes().asIntBuffer().put(numbers);
          return made;
        });
  }

  /**
   * Elements in the layout that a primitive wants.
   *
   * @param key names them among all constants of the model
   * @param from how the bytes lie
   * @param bytes the elements, in the machine's order
   */
  synchronized Memory packed(String key, Md from, Md to, Supplier<ByteBuffer> bytes) {
    String full = key + " " + to.key();
    Memory packed = known.get(full);
    if (packed != null) {
      return packed;
    }
    Block plain = Block.allocate(from.bytes());
    try {
      plain.memory().bytes().put(bytes.get().order(ByteOrder.nativeOrder()));
      Memory made = slabs.allocate(to.bytes());
      reorders.run(from, plain.memory(), to, made);
      known.put(full, made);
      return made;
    } finally {
      plain.free();
    }
  }

  synchronized void free() {
    slabs.free();
    known.clear();
  }
}
