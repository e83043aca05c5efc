package dev.brisk.benchmarks;

import dev.brisk.Model;
import dev.brisk.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Compares the codes of int4, layer by layer, with what published formulas make of the same weights
 * and the same inputs: the signal to noise ratio of the weights, and that of the results that they
 * give with the inputs that the layers have in the float model.
 */
@Command(name = "int4", description = "Compares int4 with published formulas, layer by layer")
final class Int4Command implements Callable<Integer> {
  @Parameters(arity = "1..*", description = "${COMPLETION-CANDIDATES}")
  private List<Workload> workloads = List.of();

  @Option(names = "--samples", description = "Samples; 32 if not given")
  private int samples = 32;

  @Override
  public Integer call() throws IOException {
    for (Workload workload : workloads) {
      Model model = Model.load(workload.file(Precision.FP32));
      List<Map<String, Tensor>> inputs = new ArrayList<>();
      workload.samples().range(model.inputs(), 0, samples).forEach(inputs::add);
      System.out.printf("%s, %d samples%n", workload, samples);
      Int4Comparison comparison = new Int4Comparison(model, inputs);
      comparison.quantize((algorithm, text) -> System.out.printf("  %-9s %s%n", algorithm, text));
      comparison.compare();
      System.out.printf("%nWeights, dB%n%n%s", comparison.weights().table());
      System.out.printf("%nResults, dB%n%n%s", comparison.results().table());
    }
    return 0;
  }
}
