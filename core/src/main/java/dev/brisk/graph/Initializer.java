package dev.brisk.graph;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A constant tensor of a model, such as a weight. Its elements are decoded when first asked for;
 * where the file holds them as they lie in memory they are a slice of the mapped file.
 *
 * <p>Immutable and thread-safe.
 */
public final class Initializer {
  private final String name;
  private final ElementType elementType;
  private final Shape shape;
  private final Supplier<Tensor> decoder;
  private final @Nullable Object encoded;
  private volatile @Nullable Tensor tensor;

  private Initializer(
      String name,
      ElementType elementType,
      Shape shape,
      Supplier<Tensor> decoder,
      @Nullable Object encoded) {
    this.name = name;
    this.elementType = elementType;
    this.shape = shape;
    this.decoder = decoder;
    this.encoded = encoded;
  }

  /**
   * An initializer with the elements of a tensor, which must not be changed or closed later. Those
   * of a tensor that {@linkplain Tensor#hasBytes has no bytes} are copied.
   */
  public static Initializer of(String name, Tensor tensor) {
    ElementType type = tensor.elementType();
    Tensor kept =
        type == ElementType.STRING || tensor.hasBytes()
            ? tensor
            : Tensor.ofBytes(type, tensor.toByteArray(), tensor.shape().dims());
    return new Initializer(name, type, tensor.shape(), () -> kept, null);
  }

  /**
   * For model formats: an initializer whose elements are decoded when asked for.
   *
   * @param encoded the format's own form of it, to be written again as it is
   */
  public static Initializer lazy(
      String name, ElementType type, Shape shape, Supplier<Tensor> decoder, Object encoded) {
    return new Initializer(name, type, shape, decoder, encoded);
  }

  /** The name of the value it gives; may be empty for a tensor in an attribute. */
  public String name() {
    return name;
  }

  /** The type of the elements. */
  public ElementType elementType() {
    return elementType;
  }

  /** The shape; always static. */
  public Shape shape() {
    return shape;
  }

  /** The elements; not to be closed. */
  public Tensor tensor() {
    Tensor current = tensor;
    if (current == null) {
      synchronized (this) {
        current = tensor;
        if (current == null) {
          current = decoder.get();
          tensor = current;
        }
      }
    }
    return current;
  }

  /**
   * For model formats: the form they gave, which may have another name; null if it was not read
   * from a file.
   */
  public @Nullable Object encoded() {
    return encoded;
  }

  /** The same elements under another name. */
  public Initializer withName(String changed) {
    return changed.equals(name)
        ? this
        : new Initializer(changed, elementType, shape, this::tensor, encoded);
  }

  /** Name, type and shape. */
  @Override
  public String toString() {
    return name + " " + elementType + shape;
  }
}
