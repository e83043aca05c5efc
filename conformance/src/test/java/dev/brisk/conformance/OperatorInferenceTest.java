package dev.brisk.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Value;
import dev.brisk.graph.ValueType;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import dev.brisk.testing.SharedFiles;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is inferred and computed of the standard's own tests is what they say. */
final class OperatorInferenceTest {
  private final List<String> wrong = new ArrayList<>();
  private int typed;
  private int computed;

  @Test
  void everyCase_hasTheTypesAndConstantsFound_orRefusesMisfits_seed11() {
    Misfits misfits = new Misfits(11);
    int[] count = {0};
    OperatorCase.forEach(
        SharedFiles.require("onnx-node-tests.zip"),
        test -> {
          count[0]++;
          checkTypes(test, test.model());
          checkTypes(test, fixed(test));
          misfits.check(test);
        });
    assertThat(wrong).isEmpty();
    assertThat(misfits.wrong()).isEmpty();
    assertThat(count[0]).isEqualTo(1884);
    assertThat(typed).isGreaterThan(2800);
    assertThat(computed).isGreaterThan(270);
  }

  private void checkTypes(OperatorCase test, Model model) {
    try {
      Types types = ShapeInference.prove(model);
      List<Value> outputs = test.model().graph().outputs();
      for (int i = 0; i < Math.min(outputs.size(), test.outputs().size()); i++) {
        Tensor expected = test.outputs().get(i);
        String name = outputs.get(i).name();
        if (expected != null) {
          checkType(test.name(), types.type(name), expected);
          checkConstant(test.name(), types.constant(name), expected);
        }
      }
    } catch (RuntimeException e) {
      wrong.add(test.name() + ": " + e);
    }
  }

  private void checkType(String test, ValueType found, Tensor expected) {
    if (found == null) {
      return;
    }
    ValueType.OfTensor type = (ValueType.OfTensor) found;
    Shape shape = type.shape();
    typed += shape != null && shape.isStatic() ? 1 : 0;
    if (type.elementType() != expected.elementType()
        || (shape != null && !shape.accepts(expected.shape()))) {
      wrong.add(test + ": " + type + " in place of " + expected);
    }
  }

  private void checkConstant(String test, Tensor found, Tensor expected) {
    if (found == null) {
      return;
    }
    computed++;
    String difference = Closeness.difference(List.of(found), List.of(expected));
    if (!difference.isEmpty()) {
      wrong.add(test + ": " + difference);
    }
  }

  /** The model with its inputs as initializers. */
  private static Model fixed(OperatorCase test) {
    Graph graph = test.model().graph();
    GraphBuilder builder = graph.toBuilder();
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      Tensor value = i < test.inputs().size() ? test.inputs().get(i) : null;
      if (value == null) {
        inputs.add(graph.inputs().get(i));
      } else {
        builder.initializer(graph.inputs().get(i).name(), value);
      }
    }
    return test.model().withGraph(builder.inputs(inputs).build());
  }
}
