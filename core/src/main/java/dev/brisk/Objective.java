package dev.brisk;

/** What is to be made as good as possible. */
public enum Objective {
  /** The time of a run: as short as possible. */
  LATENCY,
  /** The samples per second, with batches and several runs at once: as many as possible. */
  THROUGHPUT,
  /** The file: as small as possible, however long a run takes unless a bound says otherwise. */
  SIZE
}
