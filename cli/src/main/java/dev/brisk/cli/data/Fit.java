package dev.brisk.cli.data;

import java.util.Locale;

/** How an image of another size becomes one of the model's. */
enum Fit {
  /** Height and width each by its own factor. */
  STRETCH,
  /** Both by one factor, placed at the top left, the rest filled. */
  LETTERBOX;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
