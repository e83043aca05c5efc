package dev.brisk.backend.remote.testing;

import dev.brisk.Accelerators;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a server for tests has: models that the interpreter runs, or functions of tensors. */
public final class ServedModels {
  private final Map<String, Served> models = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  /** A model at a server. */
  public record Served(
      List<TensorSpec> inputs, List<TensorSpec> outputs, UnaryOperator<Map<String, Tensor>> run) {}

  /** Serves a model under a name of its own, which is given. */
  public String add(Model model) {
    String name = "model-" + count.incrementAndGet();
    add(name, model);
    return name;
  }

  /** Serves a model. */
  public void add(String name, Model model) {
    Executable executable = Accelerators.named("reference").compile(model);
    add(name, new Served(executable.inputs(), executable.outputs(), executable::run));
  }

  /** Serves a function. */
  public void add(String name, Served served) {
    models.put(name, served);
  }

  /** The model of a name, if there is one. */
  public @Nullable Served get(String name) {
    return models.get(name);
  }

  /** Serves a model no longer. */
  public void remove(String name) {
    models.remove(name);
  }
}
