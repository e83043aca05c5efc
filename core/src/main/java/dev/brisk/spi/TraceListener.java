package dev.brisk.spi;

/**
 * Hears of what Brisk does while it does it, such as to show it in another tool's time line. Found
 * by {@link java.util.ServiceLoader}: list it in {@code module-info} and in {@code
 * META-INF/services}. Thread-safe, since any thread may work; throws nothing: what it throws is
 * logged, and it is not asked again.
 */
public interface TraceListener {
  /** Its name: lower-case letters, digits and dashes. */
  String name();

  /**
   * Whether it wants to hear of such work now. Asked before each piece of work, a run among them,
   * so it takes no more than reading a field, and allocates nothing.
   */
  boolean isOn(Activity.Kind kind);

  /**
   * A piece of work begins on the calling thread.
   *
   * @return what is closed on the same thread when it ends, however it ends; pieces of work of one
   *     thread end in the opposite order
   */
  Span begin(Activity activity);

  /** A piece of work that goes on. */
  @FunctionalInterface
  interface Span extends AutoCloseable {
    /** One that tells nobody. */
    Span NONE = () -> {};

    /** The work has ended. */
    @Override
    void close();
  }
}
