package dev.brisk;

import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How a model is saved: which weights go to a file of their own.
 *
 * <p>Immutable; each method gives a changed copy.
 */
public final class SaveOptions {
  private static final SaveOptions DEFAULTS = new SaveOptions(OptionalLong.empty());

  private final OptionalLong externalDataFrom;

  private SaveOptions(OptionalLong externalDataFrom) {
    this.externalDataFrom = externalDataFrom;
  }

  /**
   * One file, unless the model has 2 GiB or more, which no reader of ONNX takes as one, or was
   * loaded from several.
   */
  public static SaveOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Weights that take so many bytes or more go to a file beside the model's, named after it and
   * ending in {@code .data}, from which a runtime can map them one by one.
   *
   * @throws InvalidInputException if the number is negative
   */
  public SaveOptions externalDataFrom(long bytes) {
    if (bytes < 0) {
      throw new InvalidInputException(
          "The size of external data must be 0 bytes or more, but is " + bytes);
    }
    return new SaveOptions(OptionalLong.of(bytes));
  }

  /** The size from which weights go to a file of their own; empty for the default. */
  public OptionalLong externalDataFrom() {
    return externalDataFrom;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SaveOptions that && externalDataFrom.equals(that.externalDataFrom);
  }

  @Override
  public int hashCode() {
    return Objects.hash(externalDataFrom);
  }

  /** Such as {@code {externalDataFrom=1024}}. */
  @Override
  public String toString() {
    return externalDataFrom.isEmpty()
        ? "{}"
        : "{externalDataFrom=" + externalDataFrom.getAsLong() + "}";
  }
}
