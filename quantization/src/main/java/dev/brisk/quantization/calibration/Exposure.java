package dev.brisk.quantization.calibration;

import dev.brisk.Accelerator;
import dev.brisk.CancelledException;
import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Value;
import dev.brisk.internal.Signature;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A model compiled so that values within it can be seen. Where they together are large, each sample
 * is run several times, each time with some of them as outputs, so that memory stays bounded by a
 * share of the values of one sample. {@link #run} is for one thread; others take a {@link #lane}
 * each.
 */
public final class Exposure implements AutoCloseable {
  /** The bytes of values that one run may give. */
  private static final long BYTES_AT_ONCE = 512L << 20;

  /** The bytes of values that all lanes together may hold. */
  private static final long BYTES_OF_LANES = 1L << 30;

  private static final int MOST_LANES = 16;

  private static final long BYTES_IF_UNKNOWN = 4L << 20;

  private final Model model;
  private final Types types;
  private final Signature signature;
  private final List<Executable> chunks = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();
  private long bytes;

  /**
   * Compiles a model for one run at a time, on one thread.
   *
   * @param values the names of the values to see; those that no node makes are left out
   */
  public Exposure(Model model, Collection<String> values, Accelerator accelerator) {
    this(model, values, accelerator, Map.of());
  }

  /**
   * Compiles a model for runs on one thread each, so that no result hangs on how many threads there
   * are.
   *
   * @param shapes the shapes of the inputs, as far as they are known, to judge sizes by
   */
  Exposure(
      Model model, Collection<String> values, Accelerator accelerator, Map<String, Shape> shapes) {
    this.model = model;
    this.types = ShapeInference.infer(model, shapes);
    this.signature = new Signature(model);
    try {
      for (List<String> chunk : chunks(new HashSet<>(values))) {
        chunks.add(accelerator.compile(exposing(chunk), CompileOptions.defaults().threads(1)));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** The shapes of a sample. */
  static Map<String, Shape> shapes(Map<String, Tensor> sample) {
    Map<String, Shape> shapes = new HashMap<>();
    sample.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return shapes;
  }

  /**
   * Runs a sample, even where there are no values to see.
   *
   * @param observer given each value with its name; the tensor must not be used thereafter
   * @throws dev.brisk.InvalidInputException if the sample does not fit the model
   * @throws CancelledException if the thread is interrupted
   */
  public void run(Map<String, Tensor> sample, BiConsumer<String, Tensor> observer) {
    if (lanes.isEmpty()) {
      lane();
    }
    check(sample);
    lanes.get(0).run(sample, observer);
  }

  /** Refuses a sample that does not fit the model. */
  void check(Map<String, Tensor> sample) {
    signature.check(sample);
  }

  /** What one thread runs samples with, beside others; closed with this. */
  Lane lane() {
    Lane lane = new Lane(chunks);
    lanes.add(lane);
    return lane;
  }

  /** Whether each sample is run once. */
  boolean isWhole() {
    return chunks.size() == 1;
  }

  /**
   * How many samples can be run at once: as many as the accelerator uses threads, and their values
   * together take a bounded amount of memory.
   */
  int lanes(Accelerator accelerator) {
    long fit = Math.max(1, BYTES_OF_LANES / Math.max(1, bytes));
    return (int) Math.min(Math.min(fit, MOST_LANES), Threads.of(accelerator));
  }

  @Override
  public void close() {
    lanes.forEach(Lane::close);
    chunks.forEach(Executable::close);
  }

  /**
   * The values that nodes make, in the order in which they do, in groups of bounded size; one empty
   * group if there are none.
   */
  private List<List<String>> chunks(Set<String> values) {
    List<List<String>> found = new ArrayList<>();
    List<String> current = new ArrayList<>();
    long inChunk = 0;
    for (String value : made(values)) {
      long size = bytes(value);
      if (!current.isEmpty() && inChunk + size > BYTES_AT_ONCE) {
        found.add(current);
        current = new ArrayList<>();
        inChunk = 0;
      }
      current.add(value);
      inChunk += size;
      bytes += size;
    }
    if (!current.isEmpty() || found.isEmpty()) {
      found.add(current);
    }
    return found;
  }

  private List<String> made(Set<String> values) {
    return model.graph().nodes().stream()
        .flatMap(node -> node.outputs().stream())
        .filter(values::contains)
        .toList();
  }

  private long bytes(String value) {
    Shape shape = types.shape(value);
    return shape == null
        ? BYTES_IF_UNKNOWN
        : ElementType.FLOAT32.byteSize(shape.withFree(1).elements());
  }

  /** The model with the given values as its only outputs; with its own for none. */
  private Model exposing(List<String> values) {
    if (values.isEmpty()) {
      return model;
    }
    List<Value> outputs =
        values.stream().map(value -> Value.tensor(value, ElementType.FLOAT32, null)).toList();
    return model.withGraph(model.graph().toBuilder().outputs(outputs).build());
  }
}
