package dev.brisk.engine;

/**
 * How the elements of a value lie in memory; each backend has its own. Those of one backend are
 * equal if the same bytes mean the same value.
 */
public interface Layout {
  /** The size in bytes of the memory that it spans. */
  long bytes();
}
