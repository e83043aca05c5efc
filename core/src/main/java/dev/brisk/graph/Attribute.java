package dev.brisk.graph;

import dev.brisk.InvalidModelException;
import dev.brisk.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A named constant that tells a node how to compute. Immutable and thread-safe, so arrays given as
 * a value must not be changed later.
 *
 * @param name the name
 * @param kind the kind of value
 * @param value as the kind says
 * @param extras what the file says besides
 */
public record Attribute(String name, Kind kind, Object value, Extras extras) {
  /** The kinds of attributes, and the Java type of each one's value. */
  public enum Kind {
    /** A {@link Float}. */
    FLOAT(Float.class),
    /** A {@link Long}. */
    INT(Long.class),
    /** A {@code byte[]}, mostly UTF-8 text. */
    STRING(byte[].class),
    /** An {@link Initializer}. */
    TENSOR(Initializer.class),
    /** A {@link Graph}. */
    GRAPH(Graph.class),
    /** A {@code float[]}. */
    FLOATS(float[].class),
    /** A {@code long[]}. */
    INTS(long[].class),
    /** A {@code List<byte[]>}. */
    STRINGS(List.class),
    /** A {@code List<Initializer>}. */
    TENSORS(List.class),
    /** A {@code List<Graph>}. */
    GRAPHS(List.class),
    /** In a function's body: a {@link String}, the name of the caller's attribute. */
    REFERENCE(String.class),
    /** Any other kind, such as a sparse tensor or a type: a {@link ByteBuffer}, as encoded. */
    OTHER(ByteBuffer.class);

    private final Class<?> type;

    Kind(Class<?> type) {
      this.type = type;
    }
  }

  /**
   * @throws InvalidModelException if the value is not of the kind's Java type
   */
  public Attribute {
    if (!kind.type.isInstance(value)) {
      throw new InvalidModelException(
          "The value of attribute '%s', of kind %s, must be a %s, but is a %s"
              .formatted(name, kind, kind.type.getSimpleName(), value.getClass().getSimpleName()));
    }
  }

  /** A float attribute. */
  public static Attribute of(String name, float value) {
    return new Attribute(name, Kind.FLOAT, value, Extras.NONE);
  }

  /** An integer attribute. */
  public static Attribute of(String name, long value) {
    return new Attribute(name, Kind.INT, value, Extras.NONE);
  }

  /** A text attribute. */
  public static Attribute of(String name, String value) {
    return new Attribute(name, Kind.STRING, value.getBytes(StandardCharsets.UTF_8), Extras.NONE);
  }

  /** An attribute of several floats. */
  public static Attribute of(String name, float[] values) {
    return new Attribute(name, Kind.FLOATS, values.clone(), Extras.NONE);
  }

  /** An attribute of several integers. */
  public static Attribute of(String name, long[] values) {
    return new Attribute(name, Kind.INTS, values.clone(), Extras.NONE);
  }

  /** A tensor attribute. */
  public static Attribute of(String name, Tensor value) {
    return new Attribute(name, Kind.TENSOR, Initializer.of("", value), Extras.NONE);
  }

  /** A subgraph attribute. */
  public static Attribute of(String name, Graph value) {
    return new Attribute(name, Kind.GRAPH, value, Extras.NONE);
  }

  /** The value of an {@link Kind#INT} attribute. */
  public long asInt() {
    return as(Kind.INT, Long.class);
  }

  /** The value of a {@link Kind#FLOAT} attribute. */
  public float asFloat() {
    return as(Kind.FLOAT, Float.class);
  }

  /** The value of a {@link Kind#STRING} attribute as text. */
  public String asString() {
    return new String(as(Kind.STRING, byte[].class), StandardCharsets.UTF_8);
  }

  /** The values of an {@link Kind#INTS} attribute; a copy. */
  public long[] asInts() {
    return as(Kind.INTS, long[].class).clone();
  }

  /** The values of a {@link Kind#FLOATS} attribute; a copy. */
  public float[] asFloats() {
    return as(Kind.FLOATS, float[].class).clone();
  }

  /** The value of a {@link Kind#TENSOR} attribute. */
  public Tensor asTensor() {
    return as(Kind.TENSOR, Initializer.class).tensor();
  }

  /** The values of a {@link Kind#STRINGS} attribute as text. */
  public List<String> asStrings() {
    List<?> texts = as(Kind.STRINGS, List.class);
    return texts.stream().map(bytes -> new String((byte[]) bytes, StandardCharsets.UTF_8)).toList();
  }

  /** The subgraphs of a {@link Kind#GRAPH} or {@link Kind#GRAPHS} attribute, else none. */
  public List<Graph> subgraphs() {
    return switch (kind) {
      case GRAPH -> List.of((Graph) value);
      case GRAPHS -> ((List<?>) value).stream().map(Graph.class::cast).toList();
      default -> List.of();
    };
  }

  private <T> T as(Kind wanted, Class<T> type) {
    if (kind != wanted) {
      throw new InvalidModelException(
          "Attribute '" + name + "' must be of kind " + wanted + ", but is " + kind);
    }
    return type.cast(value);
  }
}
