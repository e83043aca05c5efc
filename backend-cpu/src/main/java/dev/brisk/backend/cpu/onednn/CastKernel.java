package dev.brisk.backend.cpu.onednn;

import dev.brisk.ElementType;
import dev.brisk.engine.Kernel;
import dev.brisk.engine.Layout;
import dev.brisk.engine.Memory;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cast of whole numbers and bools to float32, such as of masks. */
final class CastKernel implements Kernel {
  private final ElementType from;
  private final Md source;
  private final Md target;

  private CastKernel(ElementType from, Md source, Md target) {
    this.from = from;
    this.source = source;
    this.target = target;
  }

  static @Nullable Kernel make(Request request) {
    ElementType from = request.element(request.input(0).value());
    boolean known =
        switch (from) {
          case INT64, INT32, BOOL, UINT8, INT8 -> true;
          default -> false;
        };
    boolean suits =
        known
            && request.element(request.operator().output().value()) == ElementType.FLOAT32
            && request.operator().nodes().size() == 1
            && !request.isConstant(0);
    return suits
        ? new CastKernel(
            from,
            Md.plain(request.type(0), request.dims(0)),
            Md.plain(DataType.F32, request.made()))
        : null;
  }

  @Override
  public List<Layout> inputs() {
    return List.of(source);
  }

  @Override
  public List<Layout> outputs() {
    return List.of(target);
  }

  @Override
  public String implementation() {
    return "java:cast";
  }

  @Override
  public void close() {}

  @Override
  public Call bind(List<Memory> inputs, List<Memory> outputs, Memory scratch) {
    ByteBuffer read = inputs.get(0).bytes();
    ByteBuffer write = outputs.get(0).bytes();
    int count = (int) (target.bytes() / 4);
    return () -> cast(read, write, count);
  }

  private void cast(ByteBuffer read, ByteBuffer write, int count) {
    for (int i = 0; i < count; i++) {
      write.putFloat(4 * i, number(read, i));
    }
  }

  private float number(ByteBuffer read, int index) {
    return switch (from) {
      case INT64 -> read.getLong(8 * index);
      case INT32 -> read.getInt(4 * index);
      case INT8 -> read.get(index);
      default -> read.get(index) & 0xFF;
    };
  }
}
