package dev.brisk.cli.report;

/** What a colour of a chart stands for; the page has one for each in light and in dark. */
public enum Tone {
  /** The model as it was. */
  BEFORE,
  /** The model as it is now. */
  AFTER,
  /** What is chosen, or what a reader should look at. */
  ACCENT,
  /** Something else. */
  OTHER,
  /** What bounds the rest, such as a roofline. */
  GUIDE
}
