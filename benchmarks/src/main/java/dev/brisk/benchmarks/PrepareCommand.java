package dev.brisk.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the files of workloads before the first measurement needs them. */
@Command(name = "prepare", description = "Builds and quantizes the models of workloads")
final class PrepareCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", description = "${COMPLETION-CANDIDATES}")
  private List<Workload> workloads = List.of();

  @Option(names = "--precision", description = "${COMPLETION-CANDIDATES}; all if not given")
  private List<Precision> precisions = List.of(Precision.values());

  @Override
  public Integer call() throws IOException {
    for (Workload workload : workloads) {
      for (Precision precision : precisions) {
        Path file = workload.file(precision);
        System.out.printf("%s %s %.1f MB%n", workload, file, Files.size(file) / 1e6);
      }
    }
    return 0;
  }
}
