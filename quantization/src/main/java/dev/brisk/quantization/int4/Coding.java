package dev.brisk.quantization.int4;

import dev.brisk.CancelledException;
import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport.NodeError;
import dev.brisk.Tensor;
import dev.brisk.graph.Node;
import dev.brisk.quantization.int4.block.BlockCodes;
import dev.brisk.quantization.int4.block.Grid;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the weights of a plan become codes. Stateless. */
interface Coding {
  /**
   * Hands the codes of each weight to the writer.
   *
   * @return sentences on what the user should know
   */
  List<String> code(Work work);

  /** One quantization. Not thread-safe. */
  final class Work {
    private final Model model;
    private final Plan plan;
    private final Writer writer;
    private final Grid grid;
    private final Collection<Map<String, Tensor>> samples;
    private final QuantizationOptions options;
    private final Map<Verdict.Weight, NodeError> errors = new HashMap<>();
    private final int weights;
    private int done;

    Work(
        Model model,
        Plan plan,
        Writer writer,
        Grid grid,
        Collection<Map<String, Tensor>> samples,
        QuantizationOptions options) {
      this.model = model;
      this.plan = plan;
      this.writer = writer;
      this.grid = grid;
      this.samples = samples;
      this.options = options;
      this.weights = plan.weights().size();
    }

    /** The model that the plan is for. */
    Model model() {
      return model;
    }

    Plan plan() {
      return plan;
    }

    Writer writer() {
      return writer;
    }

    Grid grid() {
      return grid;
    }

    /** The samples that a calibration kept. */
    Collection<Map<String, Tensor>> samples() {
      return samples;
    }

    QuantizationOptions options() {
      return options;
    }

    /** Takes a weight's codes. */
    void store(Verdict.Weight weight, BlockCodes codes) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancelledException("Quantization was interrupted");
      }
      writer.store(weight, codes);
      options.progress().update("quantize weights", ++done, weights);
    }

    /** Takes the signal to noise ratio of a weight, with codes by range and with those stored. */
    void measured(Verdict.Weight weight, double before, double after) {
      errors.put(weight, new NodeError(NodeError.Subject.WEIGHTS, before, after));
    }

    /** The errors of weights that were measured, by the nodes that read them. */
    Map<Node, NodeError> errors() {
      Map<Node, NodeError> found = new HashMap<>();
      for (Verdict.Coded coded : plan.coded()) {
        NodeError error = errors.get(coded.weight());
        if (error != null) {
          found.put(coded.node(), error);
        }
      }
      return found;
    }
  }
}
