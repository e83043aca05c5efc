package dev.brisk.engine;

import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.graph.Node;
import dev.brisk.op.Datum;
import dev.brisk.op.Interpreter;
import dev.brisk.op.Operator;
import dev.brisk.op.Operators;
import dev.brisk.pass.Submodel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A node that a backend has no kernel for, ready to be interpreted. Thread-safe. */
final class Island {
  private final Node node;
  private final List<String> inputs;
  private final List<String> outputs;
  private final Interpreter interpreter;
  private final Facts facts;

  private Island(
      Node node, List<String> inputs, List<String> outputs, Interpreter interpreter, Facts facts) {
    this.node = node;
    this.inputs = inputs;
    this.outputs = outputs;
    this.interpreter = interpreter;
    this.facts = facts;
  }

  static Island of(Node node, Facts facts) {
    Set<String> given = new LinkedHashSet<>();
    for (String read : node.reads()) {
      Node producer = facts.graph().producer(read);
      boolean weights =
          producer != null
              && Quantization.isDequantize(producer)
              && facts.isConstant(producer.input(0));
      if (facts.graph().constant(read) == null && !weights) {
        given.add(read);
      }
    }
    List<String> outputs = node.outputs().stream().filter(output -> !output.isEmpty()).toList();
    Model part = Submodel.between(facts.model(), facts.types(), given, outputs);
    return new Island(node, List.copyOf(given), outputs, Interpreter.of(part), facts);
  }

  Node node() {
    return node;
  }

  /** Whether it makes the same each time. */
  boolean isConstant() {
    Operator operator = Operators.find(node.domain(), node.operator());
    return inputs.isEmpty()
        && node.subgraphs().isEmpty()
        && operator != null
        && (operator.isFoldable() || Quantization.isDequantize(node));
  }

  /** The values that it is given. */
  List<String> inputs() {
    return inputs;
  }

  /** The shape of one of those values that is known before a run. */
  Shape shape(String input) {
    return Shape.of(Objects.requireNonNull(facts.dims(input), input));
  }

  /** The values that it makes. */
  List<String> outputs() {
    return outputs;
  }

  Map<String, Datum> run(Map<String, Datum> given) {
    return interpreter.run(given, 1, Interpreter.Watch.NONE);
  }
}
