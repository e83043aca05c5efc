package dev.brisk;

import java.time.Duration;
import java.util.List;

/**
 * Where the time of a model's runs goes. The run and the operators are means of the quicker half of
 * the measured runs, the rest of the request is the median, so that what disturbs single runs does
 * not count.
 *
 * @param accelerator what ran the model
 * @param threads how many threads a run had
 * @param processors how many the process may use
 * @param run one run
 * @param operators by their own time, the longest first; together with {@link #overhead} they take
 *     all of the run
 * @param request how the request around the run splits up
 * @param roofline what the accelerator can do at most
 * @param unattributed FLOPs of nodes that the runtime merged into others, it is not known which
 * @param pauses the pauses of the garbage collector in all measured runs together
 * @param advice what can be gained, the most first, a sentence each
 * @param traces all measured runs
 */
public record Profile(
    String accelerator,
    int threads,
    int processors,
    Duration run,
    List<Operator> operators,
    Request request,
    Roofline roofline,
    long unattributed,
    Pauses pauses,
    List<String> advice,
    List<RunTrace> traces) {
  public Profile {
    operators = List.copyOf(operators);
    advice = List.copyOf(advice);
    traces = List.copyOf(traces);
  }

  /**
   * The parts of one request.
   *
   * @param input from the call to the start of the run: the inputs are checked and handed over
   * @param run the run
   * @param output from the run's end to the return
   */
  public record Request(Duration input, Duration run, Duration output) {}

  /**
   * Pauses of the garbage collector.
   *
   * @param count how many
   * @param total how long together; zero too where the JVM does not tell
   */
  public record Pauses(long count, Duration total) {}

  /**
   * What one operator takes in a run.
   *
   * @param name the user's node; of an operator that is the runtime's own, the runtime's name
   * @param type the kernel's operator type, such as {@code QLinearConv}
   * @param device what runs it, as the runtime names it
   * @param nodes the labels of the user's nodes that it stands for, those merged into it included;
   *     empty if none is known
   * @param calls how often it is called
   * @param self its own time, without that of operators it calls
   * @param share that time's share of the run, 0 to 1
   * @param flops what is known as FLOPs of networks: the multiply-adds of convolutions, matrix
   *     products and recurrent layers, two operations each; 0 for all others
   * @param operations all arithmetic, that of {@code flops} included; a division counts as 4, an
   *     exponential function as 8, see {@link dev.brisk.op.Operator#operations}
   * @param bytes inputs, weights and outputs; 0 if not known
   * @param integer whether it computes on 8-bit integers
   * @param bound what bounds its speed
   * @param efficiency the least time that its work takes on the roofline as a share of its own
   *     time, 0 to 1; 0 where the work is not known
   */
  public record Operator(
      String name,
      String type,
      String device,
      List<String> nodes,
      double calls,
      Duration self,
      double share,
      long flops,
      long operations,
      long bytes,
      boolean integer,
      Roofline.Bound bound,
      double efficiency) {
    public Operator {
      nodes = List.copyOf(nodes);
    }

    /** Whether it is the runtime's own: no node of the user's model is known to be behind it. */
    public boolean isRuntimes() {
      return nodes.isEmpty();
    }

    /** Operations per byte; 0 if the bytes are not known. */
    public double intensity() {
      return bytes == 0 ? 0 : (double) operations / bytes;
    }

    /** Milliards of operations a second. */
    public double gflops() {
      return rate(operations);
    }

    /** Milliards of bytes a second. */
    public double gbps() {
      return rate(bytes);
    }

    private double rate(long amount) {
      return self.isZero() ? 0 : (double) amount / self.toNanos();
    }

    /** The seconds of a run that are lost between this and what the roofline allows. */
    public double lostSeconds() {
      return self.toNanos() / 1e9 * (1 - efficiency);
    }

    /**
     * How many times faster the whole run would be at most if this ran as fast as the roofline
     * allows, by Amdahl's law; a conversion could go away altogether.
     */
    public double gain() {
      boolean removable = bound == Roofline.Bound.CONVERSION;
      double lost = removable ? share : share * (1 - efficiency);
      return 1 / Math.max(1 - lost, 1e-9);
    }
  }

  /** The time of the run that is in no operator: the runtime's own. */
  public Duration overhead() {
    Duration rest = run;
    for (Operator operator : operators) {
      rest = rest.minus(operator.self());
    }
    return rest.isNegative() ? Duration.ZERO : rest;
  }

  /**
   * What is known as the FLOPs of a network: the multiply-adds of its products in one run, two
   * operations each.
   */
  public long flops() {
    return unattributed + operators.stream().mapToLong(Operator::flops).sum();
  }
}
