package dev.brisk.backend.cpu.onednn;

import dev.brisk.ElementType;
import dev.brisk.engine.Backend;
import dev.brisk.engine.Facts;
import dev.brisk.engine.Fused;
import dev.brisk.engine.Kernel;
import dev.brisk.engine.Layout;
import dev.brisk.engine.Memory;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The kernels of one compiled model. */
final class OneDnnBackend implements Backend {
  private final OneDnn library;
  private final Runner runner;
  private final Reorders reorders;
  private final Constants constants;
  private final Map<Long, Block> blocks = new HashMap<>();

  OneDnnBackend(OneDnn library) {
    this.library = library;
    this.runner = new Runner(library);
    this.reorders = new Reorders(library);
    this.constants = new Constants(reorders);
  }

  @Override
  public String name() {
    return OneDnnProvider.NAME;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("threads", Integer.toString(library.threads()));
  }

  @Override
  public @Nullable Kernel kernel(Fused operator, Facts facts, List<Layout> sources) {
    boolean wanted = sources.stream().anyMatch(source -> source != Layout.NONE);
    OneDnn own = wanted ? library.tuning() : library;
    Request request = new Request(operator, facts, sources, own, constants);
    for (KernelMaker maker : Kernels.of(operator.node())) {
      Kernel kernel = maker.make(request);
      if (kernel != null && isWanted(kernel, operator)) {
        return kernel instanceof PrimitiveKernel primitive ? Tuner.fastest(primitive) : kernel;
      } else if (kernel != null) {
        kernel.close();
      }
    }
    return null;
  }

  /** What oneDNN does by plain loops is not worth to fuse, and not always right when fused. */
  private static boolean isWanted(Kernel kernel, Fused operator) {
    String implementation = kernel.implementation();
    boolean plain = implementation.startsWith("ref") || implementation.startsWith("simple");
    return !plain || operator.nodes().size() == 1;
  }

  @Override
  public boolean likesHalves() {
    return library.hasBFloat16();
  }

  @Override
  public Layout plain(ElementType type, long[] dims) {
    return Md.plain(Objects.requireNonNull(DataType.of(type)), dims);
  }

  @Override
  public Kernel reorder(Layout from, Layout to) {
    return reorders.kernel((Md) from, (Md) to);
  }

  @Override
  public synchronized Memory allocate(long bytes) {
    Block block = Block.allocate(bytes);
    blocks.put(block.memory().address(), block);
    return block.memory();
  }

  @Override
  public synchronized void free(Memory memory) {
    Block block = blocks.remove(memory.address());
    if (block != null) {
      block.free();
    }
  }

  @Override
  public Memory memory(ByteBuffer buffer) {
    return new Memory(buffer, Address.of(buffer));
  }

  @Override
  public void run(Runnable calls) {
    runner.run(calls);
  }

  @Override
  public synchronized void close() {
    blocks.values().forEach(Block::free);
    blocks.clear();
    constants.free();
  }
}
