package dev.brisk;

import dev.brisk.internal.Elements;
import dev.brisk.internal.NativeOwner;
import dev.brisk.internal.Views;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Elements of one type in a dense row-major array of any rank, in direct memory of the machine's
 * byte order.
 *
 * <p>A heap array is copied once, when the tensor is made from it; a direct buffer is used as it
 * is, never copied. Memory that the garbage collector manages, which is all that the factories here
 * allocate, need not be closed; {@link #close} then only makes further use an error. Memory that a
 * runtime lent ({@link #adopt}) is given back on close; if it is forgotten, it is given back when
 * the tensor becomes unreachable, and a warning names the place where the tensor was made.
 *
 * <p>Thread-safe for reading; whoever writes through a buffer view must order that with readers. A
 * view stays valid after the tensor is closed.
 */
public final class Tensor implements AutoCloseable {
  private final ElementType elementType;
  private final Shape shape;
  private final @Nullable NativeOwner owner;
  private volatile @Nullable Object data; // Buffer[] or String[]; null once closed

  private Tensor(ElementType type, Shape shape, Object data, @Nullable NativeOwner owner) {
    this.elementType = type;
    this.shape = shape;
    this.data = data;
    this.owner = owner;
  }

  /**
   * A tensor of zeros in new direct memory; for {@link ElementType#STRING} of empty strings.
   *
   * @throws InvalidInputException if the shape is not static or takes 2 GiB or more
   */
  public static Tensor allocate(ElementType type, Shape shape) {
    if (type == ElementType.STRING) {
      String[] strings = new String[TensorChecks.javaSize(type, shape)];
      Arrays.fill(strings, "");
      return new Tensor(type, shape, strings, null);
    }
    return ofMemory(type, shape, ByteBuffer.allocateDirect(TensorChecks.javaSize(type, shape)));
  }

  /** A float32 tensor with a copy of the values; the dimensions' product must be their number. */
  public static Tensor of(float[] values, long... dims) {
    Tensor made = forValues(ElementType.FLOAT32, values.length, dims);
    made.asFloatBuffer().put(values);
    return made;
  }

  /** A float64 tensor with a copy of the values. */
  public static Tensor of(double[] values, long... dims) {
    Tensor made = forValues(ElementType.FLOAT64, values.length, dims);
    made.asDoubleBuffer().put(values);
    return made;
  }

  /** An int32 tensor with a copy of the values. */
  public static Tensor of(int[] values, long... dims) {
    Tensor made = forValues(ElementType.INT32, values.length, dims);
    made.asIntBuffer().put(values);
    return made;
  }

  /** An int64 tensor with a copy of the values. */
  public static Tensor of(long[] values, long... dims) {
    Tensor made = forValues(ElementType.INT64, values.length, dims);
    made.asLongBuffer().put(values);
    return made;
  }

  /** A bool tensor with a copy of the values. */
  public static Tensor of(boolean[] values, long... dims) {
    Tensor made = forValues(ElementType.BOOL, values.length, dims);
    ByteBuffer bytes = made.asByteBuffer();
    for (boolean value : values) {
      bytes.put((byte) (value ? 1 : 0));
    }
    return made;
  }

  /** A string tensor with a copy of the array, which must hold no null. */
  public static Tensor of(String[] values, long... dims) {
    Shape shape = Shape.of(dims);
    TensorChecks.count(ElementType.STRING, shape, values.length);
    TensorChecks.noNull(values);
    return new Tensor(ElementType.STRING, shape, values.clone(), null);
  }

  /**
   * A tensor of any type but string with a copy of elements as they lie in memory.
   *
   * @param packed the elements in the machine's byte order, those narrower than a byte packed
   */
  public static Tensor ofBytes(ElementType type, byte[] packed, long... dims) {
    Shape shape = Shape.of(dims);
    TensorChecks.bytes(type, shape, packed.length);
    return ofMemory(type, shape, ByteBuffer.allocateDirect(packed.length).put(packed).flip());
  }

  /**
   * A tensor on the elements between a buffer's position and its limit. A direct buffer is shared:
   * the tensor sees what is written to it later, and is read-only where the buffer is. A heap
   * buffer is copied.
   *
   * <p>The buffer's byte order must be the machine's, also a {@link ByteBuffer}'s, unless an
   * element takes a byte or less: a new one has the other order on most machines, and numbers put
   * into it would be taken for others.
   *
   * @param buffer a {@link ByteBuffer}, or one of the element type's own kind: {@link FloatBuffer}
   *     for float32, {@link DoubleBuffer} for float64, {@link LongBuffer}, {@link IntBuffer} and
   *     {@link ShortBuffer} for the integers of that size, signed or not, {@link ShortBuffer} also
   *     for float16 and bfloat16
   * @throws InvalidInputException if the buffer's byte order is not the machine's, its remaining
   *     size is not that of the shape, or its kind does not fit the element type
   */
  public static Tensor of(ElementType type, Shape shape, Buffer buffer) {
    return ofMemory(type, shape, TensorMemory.of(type, shape, buffer));
  }

  /**
   * A read-only tensor on memory in several parts, which together may be larger than a Java buffer.
   *
   * @param parts direct buffers with the elements in the machine's byte order, whatever theirs is;
   *     all but the last a multiple of 16 bytes long
   */
  public static Tensor ofParts(ElementType type, Shape shape, List<ByteBuffer> parts) {
    return new Tensor(type, shape, TensorMemory.parts(type, shape, parts), null);
  }

  /**
   * A tensor on memory that somebody else owns, which gets it back by {@code release}: when the
   * tensor is closed and its pins are, or, if views of it were handed out, when the last of them is
   * unreachable.
   *
   * @param memory the very buffer that native code made, used from its position to its limit; not a
   *     slice or duplicate of it, for views keep only the first buffer reachable, and the memory
   *     would be given back under them. Its elements are in the machine's byte order, whatever its
   *     own is
   * @param release called once, from any thread; must not throw, nor refer to the buffer or the
   *     tensor, which else stay reachable for ever
   */
  public static Tensor adopt(ElementType type, Shape shape, ByteBuffer memory, Runnable release) {
    Buffer[] parts = {TensorMemory.lent(type, shape, memory)};
    return new Tensor(
        type, shape, parts, NativeOwner.of(memory, "tensor of " + type + shape, release));
  }

  private static Tensor forValues(ElementType type, int count, long[] dims) {
    Shape shape = Shape.of(dims);
    TensorChecks.count(type, shape, count);
    return allocate(type, shape);
  }

  private static Tensor ofMemory(ElementType type, Shape shape, Buffer memory) {
    Buffer ordered = memory instanceof ByteBuffer bytes ? Views.bytes(bytes) : memory;
    return new Tensor(type, shape, new Buffer[] {ordered}, null);
  }

  /** The type of the elements. */
  public ElementType elementType() {
    return elementType;
  }

  /** The shape; always static. */
  public Shape shape() {
    return shape;
  }

  /** The number of elements. */
  public long elements() {
    return shape.elements();
  }

  /**
   * The size of the elements in bytes, packed.
   *
   * @throws InvalidInputException if the tensor is of strings
   */
  public long byteSize() {
    return TensorChecks.byteSize(elementType, shape);
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return data == null;
  }

  /**
   * Whether {@link #asByteBuffers} gives the memory: not of strings, nor of a tensor made from a
   * direct buffer that is no {@link ByteBuffer}.
   *
   * @throws ClosedException if the tensor is closed
   */
  public boolean hasBytes() {
    return open() instanceof Buffer[] parts && parts[0] instanceof ByteBuffer;
  }

  /**
   * The elements' memory from the first to the last, shared with the tensor, in the machine's byte
   * order, positioned at 0. Read-only where the tensor is.
   *
   * @throws InvalidInputException if the tensor is of strings, larger than a Java buffer, or made
   *     from a direct buffer of another kind, which does not give its bytes
   * @throws ClosedException if the tensor is closed
   */
  public ByteBuffer asByteBuffer() {
    return Views.bytes(TensorChecks.bytes(this, exposedMemory()));
  }

  /** The memory as parts, none larger than a Java buffer; see {@link #asByteBuffer}. */
  public List<ByteBuffer> asByteBuffers() {
    Buffer[] parts = exposedParts();
    ByteBuffer[] views = new ByteBuffer[parts.length];
    for (int i = 0; i < views.length; i++) {
      views[i] = Views.bytes(TensorChecks.bytes(this, parts[i]));
    }
    return List.of(views);
  }

  /**
   * The elements' memory as the direct buffer it is, positioned at 0: a {@link ByteBuffer}, or if
   * the tensor was made from a direct buffer of another kind, one of that kind. For accelerators,
   * which can hand any of them to native code; see {@link #asByteBuffer}.
   */
  public Buffer asBuffer() {
    Buffer memory = exposedMemory();
    return memory instanceof ByteBuffer ? Views.bytes(memory) : memory.duplicate();
  }

  /** The elements of a float32 tensor, shared; see {@link #asByteBuffer}. */
  public FloatBuffer asFloatBuffer() {
    TensorChecks.type(this, ElementType.FLOAT32);
    return Views.floats(exposedMemory());
  }

  /** The elements of a float64 tensor, shared; see {@link #asByteBuffer}. */
  public DoubleBuffer asDoubleBuffer() {
    TensorChecks.type(this, ElementType.FLOAT64);
    return Views.doubles(exposedMemory());
  }

  /** The elements of an int32 or uint32 tensor, shared; see {@link #asByteBuffer}. */
  public IntBuffer asIntBuffer() {
    TensorChecks.type(this, ElementType.INT32, ElementType.UINT32);
    return Views.ints(exposedMemory());
  }

  /** The elements of an int64 or uint64 tensor, shared; see {@link #asByteBuffer}. */
  public LongBuffer asLongBuffer() {
    TensorChecks.type(this, ElementType.INT64, ElementType.UINT64);
    return Views.longs(exposedMemory());
  }

  /** The elements of a tensor of 16-bit numbers, shared; see {@link #asByteBuffer}. */
  public ShortBuffer asShortBuffer() {
    TensorChecks.width(this, 16);
    return Views.shorts(exposedMemory());
  }

  /** A copy of the elements, each converted to the nearest float; bool gives 0 and 1. */
  public float[] toFloatArray() {
    int count = TensorChecks.arraySize(this);
    return reading(parts -> Elements.toFloats(elementType, parts, count));
  }

  /** A copy of the elements, each converted to the nearest double. */
  public double[] toDoubleArray() {
    int count = TensorChecks.arraySize(this);
    return reading(parts -> Elements.toDoubles(elementType, parts, count));
  }

  /**
   * A copy of the elements of an integer or bool tensor; uint64 values keep their bits.
   *
   * @throws InvalidInputException if the elements are not integers
   */
  public long[] toLongArray() {
    TensorChecks.integer(this);
    int count = TensorChecks.arraySize(this);
    return reading(parts -> Elements.toLongs(elementType, parts, count));
  }

  /** As {@link #toLongArray}, narrowed; values that do not fit an int are refused. */
  public int[] toIntArray() {
    long[] wide = toLongArray();
    int[] narrow = new int[wide.length];
    for (int i = 0; i < wide.length; i++) {
      narrow[i] = TensorChecks.toInt(this, wide[i]);
    }
    return narrow;
  }

  /** A copy of the elements of a string tensor. */
  public String[] toStringArray() {
    if (open() instanceof String[] strings) {
      return strings.clone();
    }
    throw TensorChecks.wrongType(this, ElementType.STRING);
  }

  /** A copy of the elements' memory, packed. */
  public byte[] toByteArray() {
    TensorChecks.notStrings(elementType);
    byte[] bytes = new byte[TensorChecks.javaSize(elementType, shape)];
    return reading(
        parts -> {
          Elements.copy(parts, ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
          return bytes;
        });
  }

  /**
   * A tensor of another type with the elements converted as ONNX's Cast does: to narrower floats
   * the nearest value, ties to even, beyond the range infinity, or for the types of 8 and 4 bits
   * the greatest number; from integers to integers the low bits; to bool whether it is not 0. From
   * floats to integers, where ONNX leaves it open: the nearest, ties to even, saturated, and 0 for
   * NaN. This tensor itself where the type is the same.
   *
   * @throws InvalidInputException if either type is string or complex, or the result would be
   *     larger than a Java buffer
   */
  public Tensor to(ElementType type) {
    if (type == elementType) {
      open();
      return this;
    }
    Elements.requireNumbers(elementType);
    Elements.requireNumbers(type);
    return reading(
        parts -> {
          Tensor made = allocate(type, shape);
          Elements.convert(elementType, parts, type, made.asByteBuffer(), elements());
          return made;
        });
  }

  /**
   * A tensor on the same memory with another shape of as many elements. Each of the two is closed
   * for itself; lent memory is given back when this one is closed and the other is unreachable.
   */
  public Tensor reshape(long... dims) {
    Shape changed = Shape.of(dims);
    if (changed.elements() != elements()) {
      throw new InvalidInputException(
          "A tensor of shape %s has %d elements, so it cannot take shape %s, which has %d"
              .formatted(shape, elements(), changed, changed.elements()));
    }
    expose();
    return new Tensor(elementType, changed, open(), null);
  }

  /**
   * Keeps the memory from being given back, even if the tensor is closed meanwhile, until the pin
   * is closed. For accelerators: pin what native code reads.
   *
   * @throws ClosedException if the tensor is closed
   */
  public Pin pin() {
    Object current = open();
    return owner == null ? NativeOwner.keep(current) : owner.pin(current);
  }

  /** Ends the use of this tensor; further use throws {@link ClosedException}. Harmless twice. */
  @Override
  public void close() {
    data = null;
    if (owner != null) {
      owner.close();
    }
  }

  /** Type and shape, such as {@code float32[1,3,224,224]}. */
  @Override
  public String toString() {
    return elementType + "" + shape + (isClosed() ? " (closed)" : "");
  }

  /** Notes that views are handed out, which must come before the look whether it is open. */
  private void expose() {
    if (owner != null) {
      owner.expose();
    }
  }

  private Buffer[] exposedParts() {
    expose();
    return parts(open());
  }

  private Buffer exposedMemory() {
    Buffer[] parts = exposedParts();
    if (parts.length != 1) {
      throw new InvalidInputException(
          "A tensor of %s%s takes %d bytes, in %d buffers; use asByteBuffers"
              .formatted(elementType, shape, byteSize(), parts.length));
    }
    return parts[0];
  }

  private <T> T reading(Function<Buffer[], T> action) {
    Object current = open();
    Pin pin = owner == null ? null : owner.pin(current);
    try {
      return action.apply(parts(current));
    } finally {
      if (pin != null) {
        pin.close();
      }
    }
  }

  private static Buffer[] parts(Object data) {
    if (data instanceof Buffer[] parts) {
      return parts;
    }
    throw new InvalidInputException("A tensor of strings has no buffer; use toStringArray");
  }

  private Object open() {
    Object current = data;
    if (current == null) {
      throw new ClosedException(
          "The tensor of " + elementType + shape + " is closed; use it before it is closed");
    }
    return current;
  }

  /** Keeps a tensor's memory while it is open; see {@link Tensor#pin}. Harmless to close twice. */
  public interface Pin extends AutoCloseable {
    /**
     * The memory as {@link Tensor#asBuffer} gives it, to be used no longer than until this pin is
     * closed: unlike that view it does not put off that lent memory is given back.
     *
     * @throws InvalidInputException if the tensor is of strings or larger than a Java buffer, or
     *     its memory was freed, as that of a closed arena is
     * @throws ClosedException if this pin is closed
     */
    Buffer memory();

    @Override
    void close();
  }
}
