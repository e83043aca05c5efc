package dev.brisk.cli.report;

/**
 * A sample that a reader can look at.
 *
 * @param image a PNG picture as a data address
 * @param label the right class
 * @param before the class that the float model sees
 * @param after the class that the quantized model sees
 */
public record Example(String image, long label, int before, int after) {
  /** Whether both models see the same. */
  public boolean agrees() {
    return before == after;
  }
}
