package dev.brisk.conformance;

import dev.brisk.Accelerator;
import dev.brisk.Binding;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An accelerator that knows which of its executables and bindings are open. Thread-safe. */
final class WatchedAccelerator implements Accelerator {
  private final Accelerator accelerator;
  private final Set<Object> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger compiled = new AtomicInteger();

  WatchedAccelerator(Accelerator accelerator) {
    this.accelerator = accelerator;
  }

  /** What was made and not closed. */
  Set<Object> open() {
    return open;
  }

  /** How many models were compiled. */
  int compiled() {
    return compiled.get();
  }

  @Override
  public String name() {
    return accelerator.name();
  }

  @Override
  public String description() {
    return accelerator.description();
  }

  @Override
  public Executable compile(Model model, CompileOptions options) {
    Executable made = new Watched(accelerator.compile(model, options));
    compiled.incrementAndGet();
    open.add(made);
    return made;
  }

  private final class Watched implements Executable {
    private final Executable executable;

    Watched(Executable executable) {
      this.executable = executable;
    }

    @Override
    public List<TensorSpec> inputs() {
      return executable.inputs();
    }

    @Override
    public List<TensorSpec> outputs() {
      return executable.outputs();
    }

    @Override
    public Map<String, String> settings() {
      return executable.settings();
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
      return executable.run(inputs);
    }

    @Override
    public Binding bind(Map<String, Shape> inputShapes) {
      Binding made = new WatchedBinding(executable.bind(inputShapes));
      open.add(made);
      return made;
    }

    @Override
    public void close() {
      open.remove(this);
      executable.close();
    }
  }

  private final class WatchedBinding implements Binding {
    private final Binding binding;

    WatchedBinding(Binding binding) {
      this.binding = binding;
    }

    @Override
    public Tensor input(String name) {
      return binding.input(name);
    }

    @Override
    public Tensor output(String name) {
      return binding.output(name);
    }

    @Override
    public void run() {
      binding.run();
    }

    @Override
    public void close() {
      open.remove(this);
      binding.close();
    }
  }
}
