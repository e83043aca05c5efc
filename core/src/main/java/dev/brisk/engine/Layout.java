package dev.brisk.engine;

/**
 * How the elements of a value lie in memory; each backend has its own. Those of one backend are
 * equal if the same bytes mean the same value.
 */
public interface Layout {
  /** Stands where there is none: for a value that is not read from memory, or not known yet. */
  Layout NONE = () -> 0;

  /** The size in bytes of the memory that it spans. */
  long bytes();
}
