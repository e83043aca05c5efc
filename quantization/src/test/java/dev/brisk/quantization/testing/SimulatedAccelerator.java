package dev.brisk.quantization.testing;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.Binding;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.KernelTime;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs models on the best accelerator, each node taking a given time besides. */
public record SimulatedAccelerator(Costs costs) implements Accelerator {
  /** What nodes take. */
  public interface Costs {
    /** The microseconds of a node of a graph. */
    long micros(Graph graph, Node node);
  }

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public String description() {
    return "A simulation";
  }

  @Override
  public Executable compile(Model model, CompileOptions options) {
    long nanos = 0;
    for (Node node : model.graph().nodes()) {
      nanos += costs.micros(model.graph(), node) * 1000;
    }
    return new Slowed(Accelerators.best().compile(model, options), nanos);
  }

  @Override
  public List<KernelTime> time(
      Model model, Map<String, Tensor> inputs, int runs, CompileOptions options) {
    List<KernelTime> times = new ArrayList<>();
    for (Node node : model.graph().nodes()) {
      long micros = costs.micros(model.graph(), node);
      if (micros > 0) {
        long[] nanos = new long[runs];
        Arrays.fill(nanos, micros * 1000);
        times.add(KernelTime.of(node.name(), node.operator(), "simulated", nanos));
      }
    }
    return times;
  }

  private record Slowed(Executable executable, long nanos) implements Executable {
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
      return new SlowedBinding(executable.bind(inputShapes), nanos);
    }

    @Override
    public void close() {
      executable.close();
    }
  }

  private record SlowedBinding(Binding binding, long nanos) implements Binding {
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
      long start = System.nanoTime();
      binding.run();
      while (System.nanoTime() - start < nanos) {
        Thread.onSpinWait();
      }
    }

    @Override
    public void close() {
      binding.close();
    }
  }
}
