package dev.brisk.benchmarks;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.Quantizer;
import dev.brisk.Quantizers;
import dev.brisk.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Compares calibrating on samples with running the float model on them, by turns, both with all
 * threads and both from a model that is not compiled yet.
 */
@Command(name = "calibrate", description = "Compares calibrating with as many plain runs")
final class CalibrateCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", description = "${COMPLETION-CANDIDATES}")
  private List<Workload> workloads = List.of();

  @Option(names = "--samples", description = "Samples; 100 if not given")
  private int samples = 100;

  @Option(names = "--rounds", description = "Measured rounds; 7 if not given")
  private int rounds = 7;

  @Override
  public Integer call() {
    for (Workload workload : workloads) {
      measure(workload);
    }
    return 0;
  }

  private void measure(Workload workload) {
    Model model = Model.load(workload.file(Precision.FP32));
    List<Map<String, Tensor>> inputs = new ArrayList<>();
    workload.samples().range(model.inputs(), 0, samples).forEach(inputs::add);
    Accelerator accelerator = Accelerators.named("onnxruntime");
    Quantizer quantizer = Quantizers.named("int8");
    QuantizationOptions options = QuantizationOptions.defaults().accelerator(accelerator);
    List<Double> plain = new ArrayList<>();
    List<Double> calibrating = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int round = -1; round < rounds; round++) {
      double first = millis(() -> run(accelerator, model, inputs));
      double second = millis(() -> quantizer.calibrate(model, inputs, options));
      if (round >= 0) {
        plain.add(first);
        calibrating.add(second);
        ratios.add(second / first);
      }
    }
    System.out.printf("%s, %d samples%n", workload, samples);
    System.out.print(row("plain runs, ms", plain));
    System.out.print(row("calibration, ms", calibrating));
    System.out.print(row("calibration / plain runs", ratios));
  }

  private static void run(Accelerator accelerator, Model model, List<Map<String, Tensor>> samples) {
    try (Executable executable = accelerator.compile(model)) {
      for (Map<String, Tensor> sample : samples) {
        executable.run(sample).values().forEach(Tensor::close);
      }
    }
  }

  private static double millis(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private static String row(String name, List<Double> values) {
    Spread spread = Spread.of(values);
    return String.format(
        Locale.ROOT,
        "  %-25s %10.2f    [%.2f .. %.2f]%n",
        name,
        spread.median(),
        spread.low(),
        spread.high());
  }
}
