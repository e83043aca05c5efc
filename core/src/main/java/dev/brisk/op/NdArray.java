package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.UnsupportedModelException;
import dev.brisk.internal.SmallFloat;
import java.util.Arrays;

/**
 * A tensor as a plain Java array, row-major, for scalar code: {@code float[]} for float32 and all
 * narrower floats, {@code double[]} for float64, {@code int[]} for bool and the integers of up to
 * 32 bits but uint32, {@code long[]} for the wider ones, {@code String[]} for strings. Every
 * element is a value that its type can hold; bools are 0 or 1.
 *
 * <p>What the accessors return may be the array itself: nobody writes to it, so arrays are shared
 * freely, between threads too.
 */
public final class NdArray implements Datum {
  private final ElementType elementType;
  private final Shape shape;
  private final Object data;

  private NdArray(ElementType elementType, Shape shape, Object data) {
    this.elementType = elementType;
    this.shape = shape;
    this.data = data;
  }

  /** Floats, each rounded to the type, ties to even; the array is taken over. */
  public static NdArray of(ElementType type, Shape shape, float[] values) {
    requireSize(shape, values.length);
    if (type == ElementType.FLOAT64) {
      return new NdArray(type, shape, widened(values));
    }
    return new NdArray(type, shape, Narrowing.round(type, values));
  }

  /** Floats, each rounded to the type once, ties to even; the array is taken over. */
  public static NdArray of(ElementType type, Shape shape, double[] values) {
    requireSize(shape, values.length);
    boolean wide = type == ElementType.FLOAT64;
    return new NdArray(type, shape, wide ? values : Narrowing.round(type, values));
  }

  /** Integers or bools, each cut to the low bits of the type; the array is taken over. */
  public static NdArray of(ElementType type, Shape shape, int[] values) {
    requireSize(shape, values.length);
    if (Narrowing.isLong(type)) {
      long[] wide = new long[values.length];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = values[i];
      }
      return of(type, shape, wide);
    }
    return new NdArray(type, shape, Narrowing.cut(type, values));
  }

  /** Integers or bools, each cut to the low bits of the type; the array is taken over. */
  public static NdArray of(ElementType type, Shape shape, long[] values) {
    requireSize(shape, values.length);
    boolean wide = Narrowing.isLong(type);
    return new NdArray(type, shape, wide ? Narrowing.cut(type, values) : narrowed(type, values));
  }

  /** Strings; the array is taken over. */
  public static NdArray of(Shape shape, String[] values) {
    requireSize(shape, values.length);
    return new NdArray(ElementType.STRING, shape, values);
  }

  /** A bool for each element. */
  public static NdArray of(Shape shape, boolean[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = values[i] ? 1 : 0;
    }
    return of(ElementType.BOOL, shape, bits);
  }

  /** A single number of rank 0: a float type takes it rounded, an integer type cut. */
  public static NdArray scalar(ElementType type, double value) {
    return type.isFloat()
        ? of(type, Shape.scalar(), new double[] {value})
        : of(type, Shape.scalar(), new long[] {(long) value});
  }

  /** An int64 vector. */
  public static NdArray vector(long... values) {
    return of(ElementType.INT64, Shape.of(values.length), values.clone());
  }

  /** Zeros, or empty strings. */
  public static NdArray zeros(ElementType type, Shape shape) {
    int size = Math.toIntExact(shape.elements());
    if (type == ElementType.STRING) {
      String[] empty = new String[size];
      Arrays.fill(empty, "");
      return of(shape, empty);
    }
    return new NdArray(type, shape, Narrowing.zeros(type, size));
  }

  /**
   * A copy of a tensor's elements.
   *
   * @throws UnsupportedModelException if they are complex numbers
   */
  public static NdArray of(Tensor tensor) {
    ElementType type = tensor.elementType();
    Shape shape = tensor.shape();
    if (type == ElementType.STRING) {
      return of(shape, tensor.toStringArray());
    } else if (type == ElementType.FLOAT64) {
      return new NdArray(type, shape, tensor.toDoubleArray());
    } else if (type.isFloat()) {
      return new NdArray(type, shape, tensor.toFloatArray());
    } else if (!type.isInteger() && type != ElementType.BOOL) {
      throw new UnsupportedModelException("Elements of type " + type + " are not computed with");
    } else if (Narrowing.isLong(type)) {
      return new NdArray(type, shape, tensor.toLongArray());
    }
    return new NdArray(type, shape, tensor.toIntArray());
  }

  /** A new tensor with the elements. */
  public Tensor toTensor() {
    if (data instanceof String[] strings) {
      return Tensor.of(strings, shape.dims());
    } else if (data instanceof float[] floats) {
      return elementType == ElementType.FLOAT8E5M2
          ? withInfinities(floats)
          : Tensor.of(floats, shape.dims()).to(elementType);
    } else if (data instanceof double[] doubles) {
      return Tensor.of(doubles, shape.dims());
    } else if (data instanceof int[] ints) {
      return Tensor.of(ints, shape.dims()).to(elementType);
    }
    return Tensor.of((long[]) data, shape.dims()).to(elementType);
  }

  /** Conversions to this type saturate, though it has infinities, which these may be. */
  private Tensor withInfinities(float[] floats) {
    byte[] codes = new byte[floats.length];
    for (int i = 0; i < codes.length; i++) {
      boolean infinite = Float.isInfinite(floats[i]);
      int code = infinite ? (floats[i] > 0 ? 0x7C : 0xFC) : SmallFloat.E5M2.fromFloat(floats[i]);
      codes[i] = (byte) code;
    }
    return Tensor.ofBytes(elementType, codes, shape.dims());
  }

  /** The type of the elements. */
  public ElementType elementType() {
    return elementType;
  }

  /** The shape; always static. */
  public Shape shape() {
    return shape;
  }

  /** The number of axes. */
  public int rank() {
    return shape.rank();
  }

  /** The size of an axis. */
  public int dim(int axis) {
    return (int) shape.dim(axis);
  }

  /** The number of elements. */
  public int size() {
    return java.lang.reflect.Array.getLength(data);
  }

  /** Whether the elements are floating-point numbers. */
  public boolean isFloat() {
    return elementType.isFloat();
  }

  /** The elements of any type of number as floats. */
  public float[] floats() {
    if (data instanceof float[] floats) {
      return floats;
    }
    double[] wide = doubles();
    float[] floats = new float[wide.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) wide[i];
    }
    return floats;
  }

  /** The elements of any type of number as doubles. */
  public double[] doubles() {
    if (data instanceof double[] doubles) {
      return doubles;
    } else if (data instanceof float[] floats) {
      return widened(floats);
    } else if (data instanceof int[] ints) {
      return Arrays.stream(ints).asDoubleStream().toArray();
    } else if (elementType == ElementType.UINT64) {
      return Arrays.stream((long[]) data).mapToDouble(Narrowing::unsigned).toArray();
    } else if (data instanceof long[] longs) {
      return Arrays.stream(longs).asDoubleStream().toArray();
    }
    throw notNumbers();
  }

  /** The elements of an integer or bool array; those that an int cannot hold are refused. */
  public int[] ints() {
    if (data instanceof int[] ints) {
      return ints;
    } else if (data instanceof long[] longs) {
      return Arrays.stream(longs).mapToInt(Math::toIntExact).toArray();
    }
    throw notNumbers();
  }

  /** The elements of an integer or bool array; uint64 keeps its bits. */
  public long[] longs() {
    if (data instanceof long[] longs) {
      return longs;
    } else if (data instanceof int[] ints) {
      return Arrays.stream(ints).asLongStream().toArray();
    }
    throw notNumbers();
  }

  /** The elements of a string array. */
  public String[] strings() {
    if (data instanceof String[] strings) {
      return strings;
    }
    throw new InvalidInputException("Strings are needed, but these are " + this);
  }

  /** The only element, or the first, as a double. */
  public double asDouble() {
    return asDouble(0);
  }

  /** The only element, or the first, of an integer or bool array. */
  public long asLong() {
    return asLong(0);
  }

  /** One of the elements as a double; to convert all, {@link #doubles} is for. */
  double asDouble(int place) {
    if (data instanceof float[] floats) {
      return floats[place];
    } else if (data instanceof int[] ints) {
      return ints[place];
    }
    return doubles()[place];
  }

  /** One of the elements of an integer or bool array. */
  long asLong(int place) {
    return data instanceof int[] ints ? ints[place] : longs()[place];
  }

  /** The same elements in another shape of as many. */
  public NdArray reshape(Shape changed) {
    requireSize(changed, size());
    return new NdArray(elementType, changed, data);
  }

  /** The same elements in another shape of as many. */
  public NdArray reshape(long... dims) {
    return reshape(Shape.of(dims));
  }

  /** An array of which each element is that of this one at the given place. */
  public NdArray take(Shape made, int[] places) {
    requireSize(made, places.length);
    int count = places.length;
    if (data instanceof float[] from) {
      float[] to = new float[count];
      for (int i = 0; i < count; i++) {
        to[i] = from[places[i]];
      }
      return new NdArray(elementType, made, to);
    } else if (data instanceof int[] from) {
      int[] to = new int[count];
      for (int i = 0; i < count; i++) {
        to[i] = from[places[i]];
      }
      return new NdArray(elementType, made, to);
    }
    Object to = java.lang.reflect.Array.newInstance(data.getClass().getComponentType(), count);
    for (int i = 0; i < count; i++) {
      System.arraycopy(data, places[i], to, i, 1);
    }
    return new NdArray(elementType, made, to);
  }

  /** A run of elements as a vector. */
  public NdArray slice(int from, int count) {
    Object to = java.lang.reflect.Array.newInstance(data.getClass().getComponentType(), count);
    System.arraycopy(data, from, to, 0, count);
    return new NdArray(elementType, Shape.of(count), to);
  }

  /** The elements of several arrays of one type, one after the other, as a vector. */
  public static NdArray join(NdArray... parts) {
    int size = 0;
    for (NdArray part : parts) {
      if (part.elementType != parts[0].elementType) {
        throw new InvalidInputException(
            "Elements of one type are needed, but these are " + Arrays.toString(parts));
      }
      size = Math.addExact(size, part.size());
    }
    Class<?> component = parts[0].data.getClass().getComponentType();
    Object joined = java.lang.reflect.Array.newInstance(component, size);
    int at = 0;
    for (NdArray part : parts) {
      System.arraycopy(part.data, 0, joined, at, part.size());
      at += part.size();
    }
    return new NdArray(parts[0].elementType, Shape.of(size), joined);
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static int[] narrowed(ElementType type, long[] values) {
    int[] low = new int[values.length];
    for (int i = 0; i < low.length; i++) {
      low[i] = type == ElementType.BOOL ? (values[i] == 0 ? 0 : 1) : (int) values[i];
    }
    return Narrowing.cut(type, low);
  }

  private static void requireSize(Shape shape, int size) {
    if (shape.elements() != size) {
      throw new InvalidInputException(
          "Shape %s has %d elements, but there are %d".formatted(shape, shape.elements(), size));
    }
  }

  private InvalidInputException notNumbers() {
    return new InvalidInputException("Numbers of another kind are needed, but these are " + this);
  }

  /** Type and shape, such as {@code float32[1,3]}. */
  @Override
  public String toString() {
    return elementType + "" + shape;
  }
}
