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
 * What the API adds to a run so short that it would show: the time and, with {@code -prof gc}, the
 * bytes allocated for one run of a tiny model with one thread. {@code TINY} takes microseconds,
 * {@code RESNET8} is the smallest real model.
 *
 * <pre>{@code
 * java -Dbrisk.shared=DIR -jar benchmarks/target/benchmarks.jar jmh BoundOverhead -prof gc
 * }</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the fields before it calls the benchmark
public class BoundOverhead {
  @Param({"RESNET8", "TINY"})
  public Workload workload;

  @Param public Contender contender;

  private Session session;

  @Setup
  public void open() {
    session = contender.open(workload.file(Precision.FP32), workload.sample(0), 1);
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
