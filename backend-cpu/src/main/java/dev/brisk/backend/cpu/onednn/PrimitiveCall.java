package dev.brisk.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_destroy;

import dev.brisk.engine.Kernel;
import dev.brisk.engine.Memory;
import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** A primitive with all it needs for a call: nothing is made when it runs. */
final class PrimitiveCall implements Kernel.Call {
  private static final int BYTES_OF_ARGUMENT = 16; // an int, padding, a pointer

  private final dnnl_primitive primitive;
  private final dnnl_stream stream;
  private final int count;
  private final ByteBuffer table;
  private final dnnl_exec_arg_t arguments;
  private final Scope scope = new Scope();

  /** Kept reachable, since oneDNN knows their addresses only. */
  private final List<Given> given;

  private final Memory work;

  /** A memory that is given as an argument. */
  record Given(int id, Md layout, Memory memory) {}

  PrimitiveCall(
      OneDnn library,
      dnnl_primitive primitive,
      List<Given> given,
      @Nullable dnnl_memory_desc pad,
      Memory work) {
    this.primitive = primitive;
    this.given = given;
    this.work = work;
    this.count = given.size() + (pad == null ? 0 : 1);
    this.table = Address.cell(BYTES_OF_ARGUMENT * count);
    this.arguments = new dnnl_exec_arg_t(Address.of(Address.of(table)));
    this.stream = new dnnl_stream();
    try {
      Status.check(
          dnnl_stream_create(stream, library.engine(), dnnl.dnnl_stream_default_flags),
          "make a stream");
      scope.add(() -> dnnl_stream_destroy(stream));
      for (int i = 0; i < given.size(); i++) {
        Given argument = given.get(i);
        try (Scope handles = new Scope()) {
          put(library, i, argument.id(), argument.layout().handle(handles), argument.memory());
        }
      }
      if (pad != null) {
        put(library, given.size(), dnnl.DNNL_ARG_SCRATCHPAD, pad, work);
      }
    } catch (RuntimeException | Error e) {
      scope.close();
      throw e;
    }
  }

  private void put(OneDnn library, int index, int id, dnnl_memory_desc layout, Memory memory) {
    dnnl_memory made = new dnnl_memory();
    Status.check(
        dnnl_memory_create(made, layout, library.engine(), Address.of(memory.address())),
        "refer to memory");
    scope.add(() -> dnnl_memory_destroy(made));
    table.putInt(BYTES_OF_ARGUMENT * index, id);
    table.putLong(BYTES_OF_ARGUMENT * index + 8, made.address());
  }

  @Override
  public void run() {
    int status = dnnl_primitive_execute(primitive, stream, count, arguments);
    if (status != 0) {
      Status.check(status, "run a primitive on " + given + " with " + work);
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
