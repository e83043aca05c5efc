package dev.brisk;

/**
 * Inputs and outputs of an {@link Executable} fixed in native memory: fill the inputs, run, read
 * the outputs, again and again, without a copy.
 *
 * <p>For one thread at a time; bind once per thread. The tensors live as long as the binding and
 * are overwritten by each run.
 */
public interface Binding extends AutoCloseable {
  /**
   * The tensor to write an input to.
   *
   * @throws InvalidInputException if there is no such input
   */
  Tensor input(String name);

  /**
   * The tensor to read an output from. Where its shape depends on the data, it is a new tensor
   * after each run; else the same one always.
   *
   * @throws InvalidInputException if there is no such output
   */
  Tensor output(String name);

  /**
   * Runs the model on what the inputs hold.
   *
   * @throws RunFailedException if the runtime fails
   * @throws ClosedException if the binding or its executable is closed
   */
  void run();

  /** Frees the binding; closing twice is harmless. The executable stays open. */
  @Override
  void close();
}
