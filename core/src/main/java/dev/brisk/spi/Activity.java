package dev.brisk.spi;

/**
 * A piece of work that Brisk does, as {@link TraceListener listeners} are told of it.
 *
 * @param kind what it is
 * @param subject what it is done to: the model, or what leaked
 * @param agent who does it: the accelerator, the executable of a batch, the model format, the
 *     quantizer with its step
 * @param amount how much: bytes of a model that is loaded, threads of one that is compiled, samples
 *     of a batch; 0 where that says nothing
 */
public record Activity(Kind kind, String subject, String agent, long amount) {
  /** The kinds of work. */
  public enum Kind {
    /** A model is read from a file or from memory. */
    MODEL_LOAD,
    /** A model is made ready for a device. */
    COMPILE,
    /** A compiled model is run once, bound or not. */
    RUN,
    /** Several samples are run at once. */
    BATCH,
    /** A step of quantization, calibration among them. */
    QUANTIZE_STEP,
    /** Something was found that nobody closed; takes no time. */
    LEAK
  }

  /** An activity whose amount says nothing. */
  public static Activity of(Kind kind, String subject, String agent) {
    return new Activity(kind, subject, agent, 0);
  }
}
