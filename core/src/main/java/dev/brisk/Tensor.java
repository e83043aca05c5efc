package dev.brisk;

import dev.brisk.internal.Elements;
import dev.brisk.internal.NativeOwner;
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
  private volatile @Nullable Object data; // ByteBuffer[] or String[]; null once closed

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
    ByteBuffer memory = ByteBuffer.allocateDirect(TensorChecks.javaSize(type, shape));
    return new Tensor(type, shape, parts(memory), null);
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

  /** A string tensor with a copy of the array. */
  public static Tensor of(String[] values, long... dims) {
    Shape shape = Shape.of(dims);
    TensorChecks.count(ElementType.STRING, shape, values.length);
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
    ByteBuffer memory = ByteBuffer.allocateDirect(packed.length);
    return new Tensor(type, shape, parts(memory.put(packed).flip()), null);
  }

  /**
   * A tensor on the elements between a buffer's position and its limit. A direct buffer is shared:
   * the tensor sees what is written to it later. A heap buffer is copied.
   *
   * @throws InvalidInputException if the buffer's byte order is not the machine's, its remaining
   *     size is not that of the shape, or its kind does not fit the element type
   */
  public static Tensor of(ElementType type, Shape shape, Buffer buffer) {
    return new Tensor(type, shape, parts(TensorChecks.memoryOf(type, shape, buffer)), null);
  }

  /**
   * A read-only tensor on memory in several parts, which together may be larger than a Java buffer.
   *
   * @param parts direct buffers, all but the last a multiple of 16 bytes long
   */
  public static Tensor ofParts(ElementType type, Shape shape, List<ByteBuffer> parts) {
    long total = 0;
    ByteBuffer[] kept = new ByteBuffer[parts.size()];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = parts.get(i).asReadOnlyBuffer().order(ByteOrder.nativeOrder());
      total += kept[i].remaining();
    }
    TensorChecks.bytes(type, shape, total);
    return new Tensor(type, shape, kept, null);
  }

  /**
   * A tensor on memory that somebody else owns, which gets it back by {@code release}: when the
   * tensor is closed, or, if views of it were handed out, when the last of them is unreachable.
   *
   * @param memory direct, native order, used from its position to its limit
   * @param release called once, from any thread; must not throw
   */
  public static Tensor adopt(ElementType type, Shape shape, ByteBuffer memory, Runnable release) {
    ByteBuffer slice = TensorChecks.memoryOf(type, shape, memory);
    NativeOwner owner = NativeOwner.of(slice, type + "" + shape + " tensor", release);
    return new Tensor(type, shape, parts(slice), owner);
  }

  private static Tensor forValues(ElementType type, int count, long[] dims) {
    Shape shape = Shape.of(dims);
    TensorChecks.count(type, shape, count);
    return allocate(type, shape);
  }

  private static ByteBuffer[] parts(ByteBuffer memory) {
    return new ByteBuffer[] {memory.slice().order(ByteOrder.nativeOrder())};
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

  /** The size of the elements in bytes; the tensor must not be of strings. */
  public long byteSize() {
    return elementType.byteSize(shape.elements());
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return data == null;
  }

  /**
   * The elements' memory from the first to the last, shared with the tensor, in the machine's byte
   * order, positioned at 0. Read-only where the tensor is.
   *
   * @throws InvalidInputException if the tensor is of strings or larger than a Java buffer
   * @throws ClosedException if the tensor is closed
   */
  public ByteBuffer asByteBuffer() {
    if (owner != null) {
      owner.expose();
    }
    return memory().duplicate().order(ByteOrder.nativeOrder());
  }

  /** The memory as parts, none larger than a Java buffer; see {@link #asByteBuffer}. */
  public List<ByteBuffer> asByteBuffers() {
    if (owner != null) {
      owner.expose();
    }
    ByteBuffer[] views = allMemory().clone();
    for (int i = 0; i < views.length; i++) {
      views[i] = views[i].duplicate().order(ByteOrder.nativeOrder());
    }
    return List.of(views);
  }

  /** The elements of a float32 tensor, shared; see {@link #asByteBuffer}. */
  public FloatBuffer asFloatBuffer() {
    TensorChecks.type(this, ElementType.FLOAT32);
    return asByteBuffer().asFloatBuffer();
  }

  /** The elements of a float64 tensor, shared; see {@link #asByteBuffer}. */
  public DoubleBuffer asDoubleBuffer() {
    TensorChecks.type(this, ElementType.FLOAT64);
    return asByteBuffer().asDoubleBuffer();
  }

  /** The elements of an int32 or uint32 tensor, shared; see {@link #asByteBuffer}. */
  public IntBuffer asIntBuffer() {
    TensorChecks.type(this, ElementType.INT32, ElementType.UINT32);
    return asByteBuffer().asIntBuffer();
  }

  /** The elements of an int64 or uint64 tensor, shared; see {@link #asByteBuffer}. */
  public LongBuffer asLongBuffer() {
    TensorChecks.type(this, ElementType.INT64, ElementType.UINT64);
    return asByteBuffer().asLongBuffer();
  }

  /** The elements of a tensor of 16-bit numbers, shared; see {@link #asByteBuffer}. */
  public ShortBuffer asShortBuffer() {
    TensorChecks.width(this, 16);
    return asByteBuffer().asShortBuffer();
  }

  /** A copy of the elements, each converted to the nearest float; bool gives 0 and 1. */
  public float[] toFloatArray() {
    return Elements.toFloats(elementType, memory(), TensorChecks.arraySize(this));
  }

  /** A copy of the elements, each converted to the nearest double. */
  public double[] toDoubleArray() {
    return Elements.toDoubles(elementType, memory(), TensorChecks.arraySize(this));
  }

  /**
   * A copy of the elements of an integer or bool tensor; uint64 values keep their bits.
   *
   * @throws InvalidInputException if the elements are not integers
   */
  public long[] toLongArray() {
    TensorChecks.integer(this);
    return Elements.toLongs(elementType, memory(), TensorChecks.arraySize(this));
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
    byte[] bytes = new byte[TensorChecks.javaSize(elementType, shape)];
    memory().duplicate().get(bytes);
    return bytes;
  }

  /**
   * A tensor of another type with the elements converted: to integers with rounding half to even
   * and saturation, to narrower floats with rounding to the nearest even. This tensor itself where
   * the type is the same.
   */
  public Tensor to(ElementType type) {
    if (type == elementType) {
      return this;
    }
    Tensor made = allocate(type, shape);
    Elements.convert(elementType, memory(), type, made.memory(), elements());
    return made;
  }

  /** A tensor on the same memory with another shape of as many elements. */
  public Tensor reshape(long... dims) {
    Shape changed = Shape.of(dims);
    if (changed.elements() != elements()) {
      throw new InvalidInputException(
          "A tensor of shape " + shape + " cannot take shape " + changed + ": other element count");
    }
    if (owner != null) {
      owner.expose();
    }
    return new Tensor(elementType, changed, open(), null);
  }

  /**
   * Keeps the memory from being given back, even if the tensor is closed meanwhile, until the pin
   * is closed. For accelerators: pin what native code reads.
   *
   * @throws ClosedException if the tensor is closed
   */
  public Pin pin() {
    open();
    return owner == null ? Pin.NONE : owner.pin();
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

  private ByteBuffer memory() {
    ByteBuffer[] all = allMemory();
    if (all.length != 1) {
      throw new InvalidInputException(
          "A tensor of " + byteSize() + " bytes is more than one buffer holds; use asByteBuffers");
    }
    return all[0];
  }

  private ByteBuffer[] allMemory() {
    if (open() instanceof ByteBuffer[] buffers) {
      return buffers;
    }
    throw new InvalidInputException("A string tensor has no buffer; use toStringArray");
  }

  private Object open() {
    Object current = data;
    if (current == null) {
      throw new ClosedException(
          "This " + elementType + shape + " tensor is closed; use it before it is closed");
    }
    return current;
  }

  /** Keeps a tensor's memory alive while it is open; see {@link Tensor#pin}. */
  @FunctionalInterface
  public interface Pin extends AutoCloseable {
    /** The pin of memory that needs none. */
    Pin NONE = () -> {};

    @Override
    void close();
  }
}
