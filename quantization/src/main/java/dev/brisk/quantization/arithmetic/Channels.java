package dev.brisk.quantization.arithmetic;

/**
 * A row-major tensor seen as channels along one axis.
 *
 * @param outer the product of the dimensions before the axis
 * @param count the number of channels
 * @param inner the product of the dimensions after the axis
 */
public record Channels(int outer, int count, int inner) {
  /** The channels of a tensor with these dimensions along an axis. */
  public static Channels along(int axis, long... dims) {
    long outer = 1;
    long inner = 1;
    for (int i = 0; i < dims.length; i++) {
      outer *= i < axis ? dims[i] : 1;
      inner *= i > axis ? dims[i] : 1;
    }
    return new Channels(
        Math.toIntExact(outer), Math.toIntExact(dims[axis]), Math.toIntExact(inner));
  }

  /** The number of elements of one channel. */
  public int size() {
    return outer * inner;
  }

  /** Where the tensor holds an element of a channel, counted in row-major order within it. */
  public int offset(int channel, int element) {
    return (element / inner * count + channel) * inner + element % inner;
  }
}
