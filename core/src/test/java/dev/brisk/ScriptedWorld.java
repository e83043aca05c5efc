package dev.brisk;

import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * An accelerator and a quantizer whose forms take, score and weigh what a test says, on a clock
 * that moves only when something is done.
 */
final class ScriptedWorld {
  private static final Shape SAMPLE = Shape.of(1, 4);

  /**
   * A form of the model.
   *
   * @param millis what a run takes with one thread; with two, it takes 0.6 times that
   * @param score what it scores
   * @param bytes about what it weighs
   * @param error what it adds to each output of the float model
   */
  record Script(String name, double millis, double score, int bytes, float error) {}

  final AtomicLong clock = new AtomicLong();
  final List<String> log = new ArrayList<>();
  final Model floats;
  private final List<Script> scripts;
  private final Random noise = new Random(5);
  private List<Recipe> recipes;
  private double makingSeconds = 0.1;
  private final Shape shape;
  private Consumer<String> beforeRuns = form -> {};
  private String terse = "";

  ScriptedWorld(Script floats, Script... forms) {
    this(SAMPLE, floats, forms);
  }

  private ScriptedWorld(Shape shape, Script floats, Script... forms) {
    this.shape = shape;
    scripts = new ArrayList<>(List.of(floats));
    scripts.addAll(List.of(forms));
    this.floats = model(0);
    this.recipes =
        List.of(forms).stream()
            .filter(it -> !it.name().contains("-but-"))
            .map(it -> Recipe.of(it.name(), Map.of("form", it.name())))
            .toList();
  }

  /** One whose model takes batches: each sample more takes a tenth of a run. */
  static ScriptedWorld ofBatches(Script floats, Script... forms) {
    return new ScriptedWorld(Shape.of(-1, 4), floats, forms);
  }

  /** Tells of each run, by the name of its form, before it is made. */
  ScriptedWorld beforeRuns(Consumer<String> listener) {
    beforeRuns = listener;
    return this;
  }

  /** The form of a name gives outputs of another shape, such as the boxes that it finds. */
  ScriptedWorld withFewerOutputs(String name) {
    terse = name;
    return this;
  }

  /** The form of a name sees to so many decibels. */
  ScriptedWorld bounded(String name, double decibels) {
    recipes =
        recipes.stream()
            .map(
                recipe ->
                    recipe.name().equals(name)
                        ? new Recipe(name, recipe.settings(), OptionalDouble.of(decibels))
                        : recipe)
            .toList();
    return this;
  }

  ScriptedWorld makingSeconds(double seconds) {
    makingSeconds = seconds;
    return this;
  }

  Optimizer optimizer() {
    Tensor sample = Tensor.of(new float[] {1, 2, 3, 4}, 1, 4);
    return Optimizer.of(floats)
        .within(List.of(new Scripted()), List.of(new Device()), clock::get)
        .threads(1, 2)
        .samples(List.of(Map.of("x", sample)))
        .scoring(
            (model, executable, progress) -> {
              log.add("score " + script(model).name());
              work(1, progress);
              return Score.of(script(model).score());
            });
  }

  private void work(double seconds, Progress progress) {
    for (int i = 0; i < 10; i++) {
      progress.update("working", i, 10);
      clock.addAndGet((long) (seconds * 1e8));
    }
  }

  private Model model(int index) {
    float[] weights = new float[scripts.get(index).bytes() / 4];
    weights[0] = index;
    GraphBuilder builder = Graph.builder("scripted");
    builder.input(Value.tensor("x", ElementType.FLOAT32, shape));
    builder.output(Value.tensor("y", ElementType.FLOAT32, shape));
    builder.initializer(Initializer.of("w", Tensor.of(weights, weights.length)));
    builder.node(Node.of("Identity", "", List.of("x"), List.of("y")));
    builder.node(Node.of("Identity", "", List.of("w"), List.of("unused")));
    return Model.of(builder.build(), ModelInfo.of(17));
  }

  private Script script(Model model) {
    Initializer weights = model.graph().initializers().get("w");
    return scripts.get((int) weights.tensor().toFloatArray()[0]);
  }

  private final class Scripted implements Quantizer {
    @Override
    public String name() {
      return "scripted";
    }

    @Override
    public boolean needsCalibration() {
      return false;
    }

    @Override
    public List<Recipe> recipes() {
      return recipes;
    }

    @Override
    public Calibration calibrate(
        Model model, Iterable<Map<String, Tensor>> samples, QuantizationOptions options) {
      return new Nothing();
    }

    @Override
    public Calibration load(Path path) {
      throw new StorageException("there is nothing to load");
    }

    @Override
    public Sensitivity sensitivity(
        Model model, Calibration calibration, QuantizationOptions options) {
      if (scripts.stream().noneMatch(it -> it.name().contains("-but-"))) {
        return Quantizer.super.sensitivity(model, calibration, options);
      }
      log.add("sensitivity");
      Sensitivity.Column column = new Sensitivity.Column("y", 0, 5);
      List<Sensitivity.Part> parts =
          IntStream.range(0, 8)
              .mapToObj(
                  i -> new Sensitivity.Part("node" + i, List.of("node" + i), 1, 10, column, 0))
              .toList();
      return new Sensitivity("scripted", 1, parts, List.of());
    }

    @Override
    public Quantization quantize(
        Model model, Calibration calibration, QuantizationOptions options) {
      String name =
          options.excluded().isEmpty()
              ? options.settings().get("form")
              : options.settings().get("form") + "-but-" + options.excluded().size();
      log.add("make " + name);
      work(makingSeconds, options.progress());
      for (int i = 1; i < scripts.size(); i++) {
        if (scripts.get(i).name().equals(name)) {
          QuantizationReport.NodeReport node =
              new QuantizationReport.NodeReport("n", "Identity", "scripted", 0, Optional.empty());
          return new Quantization(
              model(i), new QuantizationReport("scripted", List.of(node), 1, 1, 1, List.of()));
        }
      }
      throw new UnsupportedModelException("no form " + name);
    }
  }

  private final class Device implements Accelerator {
    @Override
    public String name() {
      return "device";
    }

    @Override
    public String description() {
      return "a scripted device";
    }

    @Override
    public Executable compile(Model model, CompileOptions options) {
      Script script = script(model);
      if (script.millis() < 0) {
        throw new UnsupportedModelException("there is no kernel for " + script.name());
      }
      return new Run(script, options.threads().orElse(2));
    }
  }

  /** Runs that take what the script says, and up to a hundredth more. */
  private final class Run implements Executable {
    private final Script script;
    private final int threads;

    Run(Script script, int threads) {
      this.script = script;
      this.threads = threads;
    }

    void run(long batch) {
      beforeRuns.accept(script.name());
      double millis = script.millis() * (threads > 1 ? 0.6 : 1) * (0.9 + 0.1 * batch);
      clock.addAndGet((long) (millis * 1e6 * (1 + 0.01 * noise.nextDouble())));
    }

    @Override
    public List<TensorSpec> inputs() {
      return floats.inputs();
    }

    @Override
    public List<TensorSpec> outputs() {
      return floats.outputs();
    }

    @Override
    public Map<String, String> settings() {
      return Map.of();
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
      run(1);
      float[] values = inputs.get("x").toFloatArray();
      for (int i = 0; i < values.length; i++) {
        values[i] += script.error();
      }
      return Map.of(
          "y",
          script.name().equals(terse)
              ? Tensor.of(new float[] {values[0]}, 1, 1)
              : Tensor.of(values, 1, 4));
    }

    @Override
    public Binding bind(Map<String, Shape> inputShapes) {
      return new Bound(this, Tensor.allocate(ElementType.FLOAT32, inputShapes.get("x")));
    }

    @Override
    public void close() {}
  }

  private record Bound(Run executable, Tensor memory) implements Binding {
    @Override
    public Tensor input(String name) {
      return memory;
    }

    @Override
    public Tensor output(String name) {
      return memory;
    }

    @Override
    public void run() {
      executable.run(memory.shape().dim(0));
    }

    @Override
    public void close() {}
  }

  private record Nothing() implements Calibration {
    @Override
    public long samples() {
      return 0;
    }

    @Override
    public Calibration merge(Calibration other) {
      return this;
    }

    @Override
    public void save(Path path) {
      throw new StorageException("there is nothing to save");
    }
  }
}
