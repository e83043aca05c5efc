package dev.brisk;

import java.util.List;
import java.util.Map;

/**
 * A model compiled for one device, ready to run.
 *
 * <p>Thread-safe: any number of threads may run it at once. Closing waits for the runs in flight;
 * running after that fails with {@link ClosedException}; closing twice is harmless. One that is
 * forgotten open is closed when it becomes unreachable, and a warning names where it was made.
 */
public interface Executable extends AutoCloseable {
  /** The inputs to give, in the model's order. */
  List<TensorSpec> inputs();

  /** The outputs to expect, in the model's order. */
  List<TensorSpec> outputs();

  /** The settings really in force, such as {@code threads}, by name. */
  Map<String, String> settings();

  /**
   * Runs the model once. The inputs stay the caller's; the outputs are new tensors.
   *
   * @param inputs a tensor for each input by name, of its element type, its shape accepted
   * @return the outputs by name, in the model's order
   * @throws InvalidInputException if an input is missing, unknown, or of another type or shape
   * @throws RunFailedException if the runtime fails
   * @throws CancelledException if the calling thread is interrupted and the accelerator can end a
   *     run early; the interpreting one can, before each node
   * @throws ClosedException if this executable or an input is closed
   */
  Map<String, Tensor> run(Map<String, Tensor> inputs);

  /** Runs a model that has one input. */
  default Map<String, Tensor> run(Tensor input) {
    if (inputs().size() != 1) {
      throw new InvalidInputException("This model has not one input but these: " + inputs());
    }
    return run(Map.of(inputs().get(0).name(), input));
  }

  /** A binding with the declared input shapes, free dimensions being 1. */
  default Binding bind() {
    return bind(Map.of());
  }

  /**
   * Inputs and outputs fixed in native memory, for runs that copy and allocate nothing.
   *
   * @param inputShapes the shapes of inputs with free dimensions; those not given have 1 there
   * @throws InvalidInputException if a shape is not accepted
   */
  Binding bind(Map<String, Shape> inputShapes);

  /**
   * Waits for the runs in flight, then frees the device's resources. Ends no run: to end one early,
   * interrupt its thread, if the accelerator heeds it.
   */
  @Override
  void close();
}
