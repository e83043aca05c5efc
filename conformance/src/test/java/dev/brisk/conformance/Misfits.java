package dev.brisk.conformance;

import dev.brisk.BriskException;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Extras;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import dev.brisk.op.Costs;
import dev.brisk.op.ShapeInference;
import dev.brisk.pass.Passes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Mixes up inputs and attributes of a test: there must be an answer or one clear exception. */
final class Misfits {
  private static final long[] ODD = {
    0, 1, -1, 2, -2, 7, 64, -100, 1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE
  };

  private final Random random;
  private final List<String> wrong = new ArrayList<>();

  Misfits(long seed) {
    random = new Random(seed);
  }

  /** What failed in another way than it should. */
  List<String> wrong() {
    return wrong;
  }

  void check(OperatorCase test) {
    try {
      Model model = mixed(test);
      ShapeInference.prove(model);
      Costs.macs(model, Map.of());
      Passes.apply(Passes.CLEANUP, model);
    } catch (BriskException e) {
      // refused, in a sentence
    } catch (RuntimeException | Error e) {
      wrong.add(test.name() + ": " + e + " at " + e.getStackTrace()[0]);
    }
  }

  private Model mixed(OperatorCase test) {
    Graph graph = test.model().graph();
    GraphBuilder builder = graph.toBuilder();
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      Value input = graph.inputs().get(i);
      Tensor value = i < test.inputs().size() ? test.inputs().get(i) : null;
      if (value == null || random.nextInt(3) == 0) {
        inputs.add(input);
      } else {
        builder.initializer(Initializer.of(input.name(), odd(value)));
      }
    }
    builder.inputs(inputs);
    builder.nodes(graph.nodes().stream().map(node -> mixed(node)).toList());
    return test.model().withGraph(builder.build());
  }

  private Tensor odd(Tensor value) {
    boolean sizes = value.shape().rank() == 1 && value.elementType().bits() == 64;
    if (!sizes || random.nextBoolean()) {
      return value;
    }
    long[] elements = new long[random.nextInt(6)];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = ODD[random.nextInt(ODD.length)];
    }
    return Tensor.of(elements, elements.length).reshape(Shape.of(elements.length).dims());
  }

  private Node mixed(Node node) {
    List<String> inputs = new ArrayList<>(node.inputs());
    if (random.nextInt(3) == 0) {
      Collections.shuffle(inputs, random);
    }
    if (random.nextInt(6) == 0 && !inputs.isEmpty()) {
      inputs.remove(inputs.size() - 1);
    }
    Node mixed = node.withInputs(inputs);
    for (Attribute attribute : node.attributes().all()) {
      if (random.nextInt(2) == 0) {
        mixed = mixed.withAttributes(mixed.attributes().with(odd(attribute)));
      }
    }
    return mixed;
  }

  private Attribute odd(Attribute attribute) {
    return switch (attribute.kind()) {
      case INT -> Attribute.of(attribute.name(), ODD[random.nextInt(ODD.length)]);
      case INTS -> {
        long[] values = new long[random.nextInt(6)];
        for (int i = 0; i < values.length; i++) {
          values[i] = ODD[random.nextInt(ODD.length)];
        }
        yield Attribute.of(attribute.name(), values);
      }
      case STRING -> new Attribute(attribute.name(), Attribute.Kind.INT, 1L, Extras.NONE);
      default -> attribute;
    };
  }
}
