package dev.brisk.pass.opset;

import dev.brisk.Tensor;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Attributes that became inputs, which come after those that the node had, in the order named here.
 * Absent ones are left out.
 */
final class AttributesToInputs implements Upgrade {
  private final int version;
  private final String operator;
  private final String[] attributes;

  AttributesToInputs(int version, String operator, String... attributes) {
    this.version = version;
    this.operator = operator;
    this.attributes = attributes;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public Set<String> operators() {
    return Set.of(operator);
  }

  @Override
  public void rewrite(Node node, Rewriting to) {
    List<String> inputs = new ArrayList<>(node.inputs());
    for (String name : attributes) {
      Attribute attribute = node.attributes().get(name);
      inputs.add(attribute == null ? "" : to.constant(node, name, tensor(node, attribute, to)));
    }
    while (inputs.get(inputs.size() - 1).isEmpty()) {
      inputs.remove(inputs.size() - 1);
    }
    to.add(node.withInputs(inputs).withAttributes(node.attributes().without(attributes)));
  }

  /**
   * Single integers become lists of one, single floats become scalars of the first input's type.
   */
  private static Tensor tensor(Node node, Attribute attribute, Rewriting to) {
    return switch (attribute.kind()) {
      case INTS -> Tensor.of(attribute.asInts(), attribute.asInts().length);
      case INT -> Tensor.of(new long[] {attribute.asInt()}, 1);
      case FLOATS -> Tensor.of(attribute.asFloats(), attribute.asFloats().length);
      case FLOAT -> Tensor.of(new float[] {attribute.asFloat()}).to(to.elementType(node.input(0)));
      default ->
          throw new UnsupportedModelException(
              "Attribute '%s' of node %s must be a number or numbers, but is of kind %s"
                  .formatted(attribute.name(), node, attribute.kind()));
    };
  }
}
