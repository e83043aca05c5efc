package dev.brisk.benchmarks;

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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time of one run of a model on a batch of one that is already in place, one contender a fork.
 *
 * <pre>{@code
 * java -jar benchmarks/target/benchmarks.jar jmh Latency -p workload=RESNET50 -p threads=1
 * }</pre>
 */
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the fields before it calls the benchmark
public class Latency {
  @Param({"RESNET50", "MOBILENET_V2", "BERT_BASE"})
  public Workload workload;

  @Param({"FP32", "INT8"})
  public Precision precision;

  @Param public Contender contender;

  @Param("1")
  public int threads;

  private Session session;

  @Setup
  public void open() {
    session = contender.open(workload.file(precision), workload.sample(0), threads);
  }

  @Benchmark
  public int run() {
    session.run();
    return session.digest();
  }

  @TearDown
  public void close() {
    session.close();
  }
}
