package dev.brisk.benchmarks;

import dev.brisk.Tensor;
import java.util.Map;

/** A model made ready to run, again and again, on inputs that are in place. For one thread. */
interface Session extends AutoCloseable {
  /** Runs the model once. */
  void run();

  /** A number made of what the last run put out, so that it is read; allocates nothing. */
  int digest();

  /** Copies of the last run's outputs by name. */
  Map<String, Tensor> outputs();

  @Override
  void close();
}
