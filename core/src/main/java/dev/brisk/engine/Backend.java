package dev.brisk.engine;

import dev.brisk.ElementType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kernels that one compiled model runs on, and the memory of their constants; made for each
 * compiled model, and closed with it. Thread-safe.
 */
public interface Backend extends AutoCloseable {
  /** The accelerator's name. */
  String name();

  /** The settings in force. */
  Map<String, String> settings();

  /**
   * A kernel that runs an operator with all that is fused to it.
   *
   * @param sources how what it {@link Fused#reads} lies; null for constants, and for values of
   *     which this is not known yet
   * @return null if there is none
   */
  @Nullable Kernel kernel(Fused operator, Facts facts, List<Layout> sources);

  /** Whether products of bfloat16 are faster than those of float32. */
  boolean likesHalves();

  /** Row-major. */
  Layout plain(ElementType type, long[] dims);

  /** A kernel with one input and one output that copies from one layout of a value to another. */
  Kernel reorder(Layout from, Layout to);

  /** Memory aligned to 64 bytes, until it is given back. */
  Memory allocate(long bytes);

  /** Gives memory back. */
  void free(Memory memory);

  /** Where a direct buffer lies. */
  Memory memory(java.nio.ByteBuffer buffer);

  /** Runs a plan's calls on the thread, or threads, that are right for it; returns after. */
  void run(Runnable calls);

  /** Frees all kernels and constants; after the last run. */
  @Override
  void close();
}
