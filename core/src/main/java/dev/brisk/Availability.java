package dev.brisk;

/**
 * Whether something can run here and why.
 *
 * @param available whether it can be used here
 * @param detail one sentence: what it runs on if available, else what is missing and what to
 *     install
 */
public record Availability(boolean available, String detail) {
  /** It can be used; the detail says what it runs on. */
  public static Availability yes(String detail) {
    return new Availability(true, detail);
  }

  /** It cannot be used; the detail says what is missing and how to mend it. */
  public static Availability no(String detail) {
    return new Availability(false, detail);
  }
}
