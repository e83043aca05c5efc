package dev.brisk.benchmarks;

import dev.brisk.Executable;
import dev.brisk.Model;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time from a file to a model, and to one ready to run, each the first of its JVM; BERT-base is
 * a file of 438 MB. The file is in the page cache.
 *
 * <pre>{@code
 * java -jar benchmarks/target/benchmarks.jar jmh Loading
 * }</pre>
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(10)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the fields before it calls the benchmark
public class Loading {
  @Param({"BERT_BASE", "RESNET50"})
  public Workload workload;

  private Path file;

  @Setup
  public void find() {
    file = workload.file(Precision.FP32);
  }

  /** Brisk, until the graph can be asked; no weight is read. */
  @Benchmark
  public int load() {
    return Model.load(file).graph().nodes().size();
  }

  /** Brisk, until the model can be run. */
  @Benchmark
  public int compile() {
    try (Executable executable = BriskModel.compile(file, 1)) {
      return executable.outputs().size();
    }
  }

  /** ONNX Runtime's own Java API, until the model can be run. */
  @Benchmark
  public long compileRaw() {
    try (OrtModel model = OrtModel.open(file, 1)) {
      return model.session().getNumOutputs();
    }
  }
}
