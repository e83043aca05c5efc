package dev.brisk.op;

import dev.brisk.Shape;
import dev.brisk.graph.ValueType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Joins what is found of a type with what is declared, and names the sizes that have no name. */
final class Merge {
  private static final String ANONYMOUS = "?";

  private final Map<String, Long> sizes;
  private int names;

  /**
   * A merge.
   *
   * @param sizes what symbols stand for
   */
  Merge(Map<String, Long> sizes) {
    this.sizes = sizes;
  }

  /** The type found, with what only the declaration knows. */
  @Nullable ValueType types(@Nullable ValueType found, @Nullable ValueType declared) {
    if (found == null) {
      return declared;
    } else if (found instanceof ValueType.OfTensor tensor
        && declared instanceof ValueType.OfTensor other) {
      return ValueType.tensor(tensor.elementType(), shapes(tensor.shape(), other.shape()));
    }
    return found;
  }

  private static @Nullable Shape shapes(@Nullable Shape found, @Nullable Shape declared) {
    if (found == null || declared == null) {
      return found == null ? declared : found;
    } else if (found.rank() != declared.rank()) {
      return found;
    }
    List<Dim> dims = Dim.list(found);
    for (int axis = 0; axis < dims.size(); axis++) {
      Dim other = Dim.of(declared, axis);
      if (isAnonymous(dims.get(axis)) && (other.known() || other.symbol() != null)) {
        dims.set(axis, other);
      } else if (!dims.get(axis).known() && other.known()) {
        dims.set(axis, other);
      }
    }
    return Dim.shape(dims);
  }

  private static boolean isAnonymous(Dim dim) {
    return !dim.known() && (dim.symbol() == null || dim.symbol().startsWith(ANONYMOUS));
  }

  /** The type with sizes for the symbols that stand for one, and symbols where there is none. */
  ValueType named(ValueType type) {
    if (!(type instanceof ValueType.OfTensor tensor)
        || tensor.shape() == null
        || tensor.shape().isStatic()) {
      return type;
    }
    List<Dim> dims = Dim.list(tensor.shape());
    dims.replaceAll(this::named);
    return ValueType.tensor(tensor.elementType(), Dim.shape(dims));
  }

  /** A declared type without symbols that look like those given here, which mean nothing here. */
  static @Nullable ValueType declared(@Nullable ValueType type) {
    if (!(type instanceof ValueType.OfTensor tensor) || tensor.shape() == null) {
      return type;
    }
    List<Dim> dims = Dim.list(tensor.shape());
    if (dims.stream().noneMatch(dim -> dim.symbol() != null && isAnonymous(dim))) {
      return type;
    }
    dims.replaceAll(dim -> isAnonymous(dim) ? Dim.UNKNOWN : dim);
    return ValueType.tensor(tensor.elementType(), Dim.shape(dims));
  }

  private Dim named(Dim dim) {
    if (dim.known()) {
      return dim;
    } else if (dim.symbol() == null) {
      return new Dim(false, Shape.FREE, ANONYMOUS + names++);
    }
    Long size = sizes.get(dim.symbol());
    return size == null ? dim : Dim.of(size);
  }
}
