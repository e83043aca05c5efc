package dev.brisk.engine;

import java.util.List;

/** What runs one operator, made for fixed shapes and layouts. Thread-safe. */
public interface Kernel extends AutoCloseable {
  /**
   * The layouts in which it wants {@link Fused#reads}, in that order; {@link Layout#NONE} for a
   * value that it does not read from memory, such as a constant.
   */
  List<Layout> inputs();

  /** The layouts of what it makes; {@link Layout#NONE} for what it does not make. */
  List<Layout> outputs();

  /** The size in bytes of the memory that it needs during a call; its contents are lost after. */
  default long scratch() {
    return 0;
  }

  /** Whether the first output may be the very memory of an input that is not needed after. */
  default boolean mayReuse(int input) {
    return false;
  }

  /**
   * For a kernel that computes nothing, as its outputs are its first input under other layouts: by
   * how many bytes each begins after that. Empty for any other.
   */
  default List<Long> viewOffsets() {
    return List.of();
  }

  /** What runs, for people, such as {@code jit:avx512_core}. */
  String implementation();

  /**
   * A call on given memory.
   *
   * @param inputs for each of {@link #inputs} where it lies
   * @param outputs for each of {@link #outputs}
   * @param scratch memory of {@link #scratch} bytes
   */
  Call bind(List<Memory> inputs, List<Memory> outputs, Memory scratch);

  /** Frees what was made for it; after its last call is closed. Harmless twice. */
  @Override
  void close();

  /** A prepared call, for one thread at a time. */
  interface Call {
    /** Runs it; allocates nothing. */
    void run();

    /** Frees what was made for it. */
    default void close() {}
  }
}
