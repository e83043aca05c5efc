package dev.brisk.cli.data;

/** The channels that a model sees of an image, in order. */
enum Colors {
  RGB,
  BGR,
  GRAY;

  int channels() {
    return this == GRAY ? 1 : 3;
  }

  /** The channel of decoded pixels (red, green, blue or gray alone) that a channel here is. */
  int source(int channel) {
    return this == BGR ? 2 - channel : channel;
  }
}
