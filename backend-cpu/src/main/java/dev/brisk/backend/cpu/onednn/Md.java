package dev.brisk.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_blob;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_blob;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_permute_axes;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_reshape;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_inner_nblks_s32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_strides;

import dev.brisk.engine.Layout;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Function;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/**
 * A memory descriptor, kept as the bytes that oneDNN makes of it, so that there is nothing to free.
 * Immutable and thread-safe.
 */
final class Md implements Layout {
  private final byte[] blob;
  private final DataType type;
  private final long[] dims;
  private final long @Nullable [] strides;
  private final long bytes;

  private Md(byte[] blob, DataType type, long[] dims, long @Nullable [] strides, long bytes) {
    this.blob = blob;
    this.type = type;
    this.dims = dims;
    this.strides = strides;
    this.bytes = bytes;
  }

  /** Elements at given distances. */
  static Md of(DataType type, long[] dims, long[] strides) {
    dnnl_memory_desc handle = new dnnl_memory_desc();
    Status.check(
        dnnl_memory_desc_create_with_strides(handle, dims.length, dims, type.code, strides),
        "describe memory of shape " + Arrays.toString(dims));
    return taken(handle, type, dims);
  }

  /** Row-major; a scalar is a vector of one. */
  static Md plain(DataType type, long... dims) {
    long[] own = dims.length == 0 ? new long[] {1} : dims;
    return of(type, own, strides(own));
  }

  /** Whatever a primitive likes best. */
  static Md any(DataType type, long... dims) {
    dnnl_memory_desc handle = new dnnl_memory_desc();
    Status.check(
        dnnl_memory_desc_create_with_tag(handle, dims.length, dims, type.code, dnnl_format_tag_any),
        "describe memory of shape " + Arrays.toString(dims));
    return taken(handle, type, dims);
  }

  /** Channels, the second dimension, last: NHWC and the like. */
  static Md channelsLast(DataType type, long... dims) {
    int rank = dims.length;
    long[] strides = new long[rank];
    long step = dims[1];
    for (int i = rank - 1; i >= 2; i--) {
      strides[i] = step;
      step *= dims[i];
    }
    strides[0] = step;
    strides[1] = 1;
    return of(type, dims, strides);
  }

  /** Row-major distances. */
  static long[] strides(long[] dims) {
    long[] strides = new long[dims.length];
    long step = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = step;
      step *= Math.max(1, dims[i]);
    }
    return strides;
  }

  /** What a handle describes; it is destroyed. */
  private static Md taken(dnnl_memory_desc handle, DataType type, long[] dims) {
    try {
      return copied(handle, type, dims);
    } finally {
      dnnl_memory_desc_destroy(handle);
    }
  }

  /** What a handle describes; it stays its owner's. */
  static Md copied(dnnl_memory_desc handle, DataType type, long[] dims) {
    byte[] blob = blob(handle);
    long[] strides = strides(handle, dims.length);
    long bytes =
        strides == null ? dnnl_memory_desc_get_size(handle) : span(dims, strides) * type.bytes;
    return new Md(blob, type, dims.clone(), strides, bytes);
  }

  private static byte[] blob(dnnl_memory_desc handle) {
    ByteBuffer size = Address.cell(8);
    try {
      SizeTPointer count = new SizeTPointer(Address.of(Address.of(size)));
      Status.check(dnnl_memory_desc_get_blob((BytePointer) null, count, handle), "describe memory");
      byte[] blob = new byte[(int) size.getLong(0)];
      Status.check(dnnl_memory_desc_get_blob(blob, count, handle), "describe memory");
      return blob;
    } finally {
      Reference.reachabilityFence(size);
    }
  }

  /** The elements from the first to the last; oneDNN's own size goes on to the end of a row. */
  private static long span(long[] dims, long[] strides) {
    long last = 0;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == 0) {
        return 0;
      }
      last += (dims[i] - 1) * strides[i];
    }
    return last + 1;
  }

  private static long @Nullable [] strides(dnnl_memory_desc handle, int rank) {
    ByteBuffer cell = Address.cell(8);
    Pointer place = Address.of(Address.of(cell));
    boolean blocked =
        dnnl_memory_desc_query(handle, dnnl_query_inner_nblks_s32, place) != 0
            || cell.getInt(0) != 0;
    if (blocked || dnnl_memory_desc_query(handle, dnnl_query_strides, place) != 0) {
      return null;
    }
    ByteBuffer found =
        new BytePointer(Address.of(cell.getLong(0)))
            .capacity(8L * rank)
            .asByteBuffer()
            .order(ByteOrder.nativeOrder());
    long[] strides = new long[rank];
    for (int i = 0; i < rank; i++) {
      strides[i] = found.getLong(8 * i);
    }
    return strides;
  }

  DataType type() {
    return type;
  }

  long[] dims() {
    return dims.clone();
  }

  int rank() {
    return dims.length;
  }

  /** The distances of neighbours along each dimension; null if elements lie in blocks. */
  long @Nullable [] strides() {
    return strides == null ? null : strides.clone();
  }

  @Override
  public long bytes() {
    return bytes;
  }

  /** Whether it is row-major. */
  boolean isPlain() {
    return strides != null && sameOrder(strides, strides(dims));
  }

  /** Equal but for dimensions of 1. */
  private boolean sameOrder(long[] a, long[] b) {
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] != 1 && a[i] != b[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether each element has one place and no place is left over. */
  boolean isDense() {
    long elements = 1;
    for (long dim : dims) {
      elements *= dim;
    }
    return strides != null && bytes == elements * type.bytes;
  }

  /** Does something with a handle, which lives as long. */
  <T> T with(Function<dnnl_memory_desc, T> action) {
    try (Scope scope = new Scope()) {
      return action.apply(handle(scope));
    }
  }

  /** A handle that lives as long as the scope. */
  dnnl_memory_desc handle(Scope scope) {
    dnnl_memory_desc handle = new dnnl_memory_desc();
    Status.check(dnnl_memory_desc_create_with_blob(handle, blob), "describe memory");
    scope.add(() -> dnnl_memory_desc_destroy(handle));
    return handle;
  }

  /** The same elements in another shape; null if they would have to be moved. */
  @Nullable Md reshaped(long[] shape) {
    long[] own = shape.length == 0 ? new long[] {1} : shape;
    if (isPlain()) {
      return plain(type, own);
    }
    try (Scope scope = new Scope()) {
      dnnl_memory_desc made = new dnnl_memory_desc();
      return dnnl_memory_desc_reshape(made, handle(scope), own.length, own) == 0
          ? taken(made, type, own)
          : null;
    }
  }

  /**
   * The same elements with the dimensions in another order: the i-th is the order[i]-th of this.
   */
  Md permuted(int[] order) {
    int[] place = new int[order.length];
    long[] shape = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      place[order[i]] = i;
      shape[i] = dims[order[i]];
    }
    try (Scope scope = new Scope()) {
      dnnl_memory_desc made = new dnnl_memory_desc();
      Status.check(dnnl_memory_desc_permute_axes(made, handle(scope), place), "permute dimensions");
      return taken(made, type, shape);
    }
  }

  /** Elements of another type in the same order, dense; row-major where these lie in blocks. */
  Md like(DataType other, long[] shape) {
    return strides == null ? plain(other, shape) : of(other, shape, denseStrides(shape));
  }

  /** Dense distances in the order that the dimensions have here. */
  private long[] denseStrides(long[] shape) {
    Integer[] order = new Integer[shape.length];
    Arrays.setAll(order, i -> i);
    long[] own = java.util.Objects.requireNonNull(strides);
    Arrays.sort(
        order,
        (a, b) -> {
          int byStride = Long.compare(own[b], own[a]);
          return byStride != 0 ? byStride : Integer.compare(a, b);
        });
    long[] made = new long[shape.length];
    long step = 1;
    for (int i = order.length - 1; i >= 0; i--) {
      made[order[i]] = step;
      step *= Math.max(1, shape[order[i]]);
    }
    return made;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Md that
        && type == that.type
        && Arrays.equals(dims, that.dims)
        && (Arrays.equals(blob, that.blob) || isEqual(that));
  }

  private boolean isEqual(Md that) {
    if (strides != null && that.strides != null && sameOrder(strides, that.strides)) {
      return true;
    }
    try (Scope scope = new Scope()) {
      return dnnl_memory_desc_equal(handle(scope), that.handle(scope)) != 0;
    }
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + Arrays.hashCode(dims);
  }

  /** Names it among all descriptors, for keys. */
  String key() {
    return type + Arrays.toString(dims) + Arrays.toString(strides) + Arrays.hashCode(blob);
  }

  /** Such as {@code u8[1,8,4,4] acdb}, or {@code blocked}. */
  @Override
  public String toString() {
    String order = strides == null ? "blocked" : isPlain() ? "plain" : letters();
    return type + Arrays.toString(dims).replace(" ", "") + " " + order;
  }

  private String letters() {
    Integer[] order = new Integer[dims.length];
    Arrays.setAll(order, i -> i);
    long[] own = java.util.Objects.requireNonNull(strides);
    Arrays.sort(order, (a, b) -> Long.compare(own[b], own[a]));
    StringBuilder text = new StringBuilder();
    for (int axis : order) {
      text.append((char) ('a' + axis));
    }
    return text.toString();
  }
}
