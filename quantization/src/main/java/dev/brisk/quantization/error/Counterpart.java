package dev.brisk.quantization.error;

/**
 * Where another form of a model has a value.
 *
 * @param name the value's name there
 * @param axis the dimension whose channels were multiplied by powers of two there, counted from the
 *     last if negative; {@link #NONE} if none were
 */
public record Counterpart(String name, int axis) {
  /** No dimension. */
  public static final int NONE = Integer.MAX_VALUE;
}
