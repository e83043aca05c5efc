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
  private final Map<String, Block> blocks = new HashMap<>();
  private final Reorders reorders;

  Constants(Reorders reorders) {
    this.reorders = reorders;
  }

  /** Numbers as they are. */
  synchronized Memory floats(String key, Supplier<float[]> numbers) {
    return blocks
        .computeIfAbsent(
            key,
            k -> {
              float[] all = numbers.get();
              Block block = Block.allocate(4L * all.length);
              block.memory().bytes().asFloatBuffer().put(all);
              return block;
            })
        .memory();
  }

  /** Whole numbers as they are. */
  synchronized Memory ints(String key, int... numbers) {
    return blocks
        .computeIfAbsent(
            key,
            k -> {
              Block block = Block.allocate(4L * numbers.length);
              block.memory().bytes().asIntBuffer().put(numbers);
              return block;
            })
        .memory();
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
    Block known = blocks.get(full);
    if (known != null) {
      return known.memory();
    }
    Block made = Block.allocate(to.bytes());
    Block plain = Block.allocate(from.bytes());
    try {
      plain.memory().bytes().put(bytes.get().order(ByteOrder.nativeOrder()));
      reorders.run(from, plain.memory(), to, made.memory());
    } catch (RuntimeException | Error e) {
      made.free();
      throw e;
    } finally {
      plain.free();
    }
    blocks.put(full, made);
    return made.memory();
  }

  synchronized void free() {
    blocks.values().forEach(Block::free);
    blocks.clear();
  }
}
