package dev.brisk.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_clone;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_next_impl;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;

import dev.brisk.engine.Kernel;
import dev.brisk.engine.Layout;
import dev.brisk.engine.Memory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** A kernel that is one primitive, which is compiled when it is first bound. */
final class PrimitiveKernel implements Kernel {
  private static final int MOST_OTHERS = 3;

  private final OneDnn library;
  private final dnnl_primitive_desc description;
  private final List<Argument> arguments;
  private final List<Layout> inputs;
  private final List<Layout> outputs;
  private final long scratch;
  private final String implementation;
  private final List<PrimitiveKernel> others = new ArrayList<>();
  private Set<Integer> reusable = Set.of();
  private @Nullable dnnl_primitive primitive;
  private boolean closed;

  /** Describes a primitive; returns oneDNN's status. */
  @FunctionalInterface
  interface Maker {
    int make(dnnl_primitive_desc description, dnnl_primitive_attr attributes);
  }

  private PrimitiveKernel(
      OneDnn library, int reads, dnnl_primitive_desc description, List<Argument> arguments) {
    this.library = library;
    this.description = description;
    this.arguments = arguments;
    this.inputs = layouts(arguments, Argument.Side.INPUT, reads);
    this.outputs = layouts(arguments, Argument.Side.OUTPUT, 0);
    dnnl_memory_desc pad =
        dnnl_primitive_desc_query_md(description, dnnl.dnnl_query_scratchpad_md, 0);
    this.scratch = pad == null || pad.isNull() ? 0 : dnnl_memory_desc_get_size(pad);
    this.implementation = implementation(description);
  }

  /**
   * A kernel, or null if oneDNN has no implementation.
   *
   * @param arguments tells, of the description, what it is given
   */
  static @Nullable PrimitiveKernel of(
      OneDnn library,
      Attributes attributes,
      Maker maker,
      Function<Found, List<Argument>> arguments) {
    return of(library, 0, attributes, maker, arguments);
  }

  /**
   * A kernel of an operator that reads so many values, of which those that are no arguments are
   * constants.
   */
  static @Nullable PrimitiveKernel of(
      OneDnn library,
      int reads,
      Attributes attributes,
      Maker maker,
      Function<Found, List<Argument>> arguments) {
    library.prepare();
    try (Scope scope = new Scope()) {
      dnnl_primitive_desc description = new dnnl_primitive_desc();
      if (maker.make(description, attributes.handle(scope)) != dnnl.dnnl_success) {
        return null;
      }
      PrimitiveKernel first = of(library, reads, description, arguments);
      if (library.isTuning()) {
        first.addOthers(arguments);
      }
      return first;
    }
  }

  private static PrimitiveKernel of(
      OneDnn library,
      int reads,
      dnnl_primitive_desc description,
      Function<Found, List<Argument>> arguments) {
    try {
      return new PrimitiveKernel(
          library, reads, description, arguments.apply(new Found(description)));
    } catch (RuntimeException | Error e) {
      dnnl_primitive_desc_destroy(description);
      throw e;
    }
  }

  /** Finds the implementations that oneDNN likes less, but which read and write the same. */
  private void addOthers(Function<Found, List<Argument>> ofFound) {
    dnnl_primitive_desc last = description;
    for (int i = 0; i < MOST_OTHERS; i++) {
      dnnl_primitive_desc next = new dnnl_primitive_desc();
      Status.check(dnnl_primitive_desc_clone(next, last), "describe a primitive");
      if (dnnl_primitive_desc_next_impl(next) != dnnl.dnnl_success) {
        dnnl_primitive_desc_destroy(next);
        return;
      }
      PrimitiveKernel other = of(library, inputs.size(), next, ofFound);
      others.add(other);
      last = next;
    }
  }

  /** Other implementations, if they were asked for; each to be closed, or used instead. */
  List<PrimitiveKernel> takeOthers() {
    List<PrimitiveKernel> taken = List.copyOf(others);
    others.clear();
    return taken;
  }

  /** What it is given. */
  List<Argument> arguments() {
    return arguments;
  }

  /** A call on given memory for each of {@link #arguments}. */
  PrimitiveCall call(List<PrimitiveCall.Given> given, Memory work) {
    dnnl_memory_desc pad =
        dnnl_primitive_desc_query_md(description, dnnl.dnnl_query_scratchpad_md, 0);
    return new PrimitiveCall(library, primitive(), given, scratch > 0 ? pad : null, work);
  }

  /** What a description chose. */
  record Found(dnnl_primitive_desc description) {
    /** The layout of an argument. */
    Md layout(int argument, DataType type, long... dims) {
      dnnl_memory_desc md =
          dnnl_primitive_desc_query_md(description, dnnl.dnnl_query_exec_arg_md, argument);
      return Md.copied(md, type, dims);
    }
  }

  private static String implementation(dnnl_primitive_desc description) {
    ByteBuffer cell = Address.cell(8);
    int status =
        dnnl_primitive_desc_query(
            description, dnnl.dnnl_query_impl_info_str, 0, Address.of(Address.of(cell)));
    return status == 0 ? Address.text(cell.getLong(0)) : "oneDNN";
  }

  private static List<Layout> layouts(List<Argument> arguments, Argument.Side side, int least) {
    int count = least;
    for (Argument argument : arguments) {
      count = argument.side() == side ? Math.max(count, argument.index() + 1) : count;
    }
    Layout[] layouts = new Layout[count];
    Arrays.fill(layouts, Layout.NONE);
    for (Argument argument : arguments) {
      if (argument.side() == side) {
        layouts[argument.index()] = argument.layout();
      }
    }
    return Arrays.asList(layouts);
  }

  /** Says which inputs' memory the output may take. */
  PrimitiveKernel reusing(Integer... indices) {
    reusable = Set.of(indices);
    others.forEach(other -> other.reusing(indices));
    return this;
  }

  @Override
  public List<Layout> inputs() {
    return inputs;
  }

  @Override
  public List<Layout> outputs() {
    return outputs;
  }

  @Override
  public long scratch() {
    return scratch;
  }

  @Override
  public boolean mayReuse(int input) {
    return reusable.contains(input);
  }

  @Override
  public String implementation() {
    return implementation;
  }

  private synchronized dnnl_primitive primitive() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (primitive == null) {
      library.prepare();
      dnnl_primitive made = new dnnl_primitive();
      Status.check(dnnl_primitive_create(made, description), "compile " + implementation);
      primitive = made;
    }
    return primitive;
  }

  @Override
  public Call bind(List<Memory> given, List<Memory> made, Memory work) {
    List<PrimitiveCall.Given> all = new ArrayList<>();
    for (Argument argument : arguments) {
      Memory memory =
          switch (argument.side()) {
            case INPUT -> given.get(argument.index());
            case OUTPUT -> made.get(argument.index());
            case CONSTANT -> java.util.Objects.requireNonNull(argument.constant()).get();
          };
      all.add(new PrimitiveCall.Given(argument.id(), argument.seen(), memory));
    }
    return call(all, work);
  }

  @Override
  public synchronized void close() {
    takeOthers().forEach(PrimitiveKernel::close);
    if (!closed) {
      closed = true;
      if (primitive != null) {
        dnnl_primitive_destroy(primitive);
      }
      dnnl_primitive_desc_destroy(description);
    }
  }
}
