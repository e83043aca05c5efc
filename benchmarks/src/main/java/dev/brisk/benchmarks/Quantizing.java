package dev.brisk.benchmarks;

import dev.brisk.Accelerators;
import dev.brisk.Calibration;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.Quantizer;
import dev.brisk.Quantizers;
import dev.brisk.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The stages of an int8 quantization: calibration on 100 samples, as many plain runs of the float
 * model to compare it with, the rewriting, and all of it. Each runs with all threads.
 *
 * <pre>{@code
 * java -Dbrisk.shared=DIR -jar benchmarks/target/benchmarks.jar jmh Quantizing
 * }</pre>
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the fields before it calls the benchmark
public class Quantizing {
  @Param({"RESNET8", "MOBILENET_V1_025"})
  public Workload workload;

  @Param("100")
  public int sampleCount;

  /** How int8 rounds weights. */
  @Param("learned")
  public String rounding;

  private Model model;
  private Quantizer quantizer;
  private QuantizationOptions options;
  private List<Map<String, Tensor>> samples;
  private Calibration calibration;

  @Setup(Level.Trial)
  public void prepare() {
    model = Model.load(workload.file(Precision.FP32));
    quantizer = Quantizers.named("int8");
    options =
        QuantizationOptions.defaults()
            .accelerator(Accelerators.named("onnxruntime"))
            .with("rounding", rounding);
    samples = new ArrayList<>();
    workload.samples().range(model.inputs(), 0, sampleCount).forEach(samples::add);
    calibration = calibrate();
  }

  @Benchmark
  public int plainRuns() {
    int digest = 0;
    try (Executable executable = options.accelerator().compile(model)) {
      for (Map<String, Tensor> sample : samples) {
        Map<String, Tensor> outputs = executable.run(sample);
        digest += Digest.of(outputs.values().iterator().next().asByteBuffer());
      }
    }
    return digest;
  }

  @Benchmark
  public Calibration calibrate() {
    return quantizer.calibrate(model, samples, options);
  }

  @Benchmark
  public Model quantize() {
    return quantizer.quantize(model, calibration, options).model();
  }

  @Benchmark
  public Model whole() {
    return quantizer.quantize(model, samples, options).model();
  }
}
