package dev.brisk.cli.data;

/** Where the channels of an image stand among its dimensions. */
enum Layout {
  /** Channels first: one plane after the other. */
  NCHW,
  /** Channels last: pixel after pixel. */
  NHWC
}
