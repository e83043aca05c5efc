package dev.brisk.quantization.int8;

import dev.brisk.graph.Node;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What was measured of the kernels of a model, as far as it tells what nodes in float cost.
 *
 * @param extra by the labels of nodes, how many nanoseconds longer they take in float; below 0
 *     where they are faster so
 * @param whole the nanoseconds of all of them in int8
 * @param call the nanoseconds of calling a conversion
 * @param perElement the nanoseconds of converting a number
 */
record KernelCosts(Map<String, Long> extra, long whole, long call, double perElement) {
  /**
   * What a plan takes in nanoseconds, but for what its nodes would take if all were in int8;
   * conversions included.
   *
   * @param whole the plan with the most nodes in int8
   * @param elements how many numbers a value has
   */
  long of(Plan plan, Plan whole, ToLongFunction<String> elements) {
    long nanos = 0;
    for (Node node : whole.forms().keySet()) {
      if (!plan.forms().containsKey(node)) {
        nanos += extra.getOrDefault(node.label(), 0L);
      }
    }
    for (String value : plan.coded()) {
      Node coder = plan.coder(value);
      if (coder == null || !plan.forms().containsKey(coder)) {
        nanos += call + Math.round(perElement * elements.applyAsLong(value));
      }
    }
    return nanos;
  }
}
