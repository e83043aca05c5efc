package dev.brisk.backend.remote.protocol;

/**
 * What a server has counted of a model's runs, all clients' together.
 *
 * @param runs that succeeded
 * @param queue the nanoseconds that they waited, all together
 * @param input the nanoseconds that their inputs were prepared
 * @param compute the nanoseconds that they computed
 * @param output the nanoseconds that their outputs were taken
 */
public record ServerTimes(long runs, long queue, long input, long compute, long output) {
  /** What came since then. */
  public ServerTimes since(ServerTimes before) {
    return new ServerTimes(
        runs - before.runs,
        queue - before.queue,
        input - before.input,
        compute - before.compute,
        output - before.output);
  }
}
