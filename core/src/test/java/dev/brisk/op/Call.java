package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Extras;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operator computed on its own. */
final class Call {
  private final String domain;
  private final String type;
  private final int opset;
  private final Attributes attributes;

  private Call(String domain, String type, int opset, Attributes attributes) {
    this.domain = domain;
    this.type = type;
    this.opset = opset;
    this.attributes = attributes;
  }

  static Call of(String type, int opset, Attribute... attributes) {
    return new Call("", type, opset, Attributes.of(attributes));
  }

  static Call microsoft(String type, Attribute... attributes) {
    return new Call("com.microsoft", type, 1, Attributes.of(attributes));
  }

  /** The first of the outputs; null stands for an input left out. */
  NdArray on(@Nullable Datum... inputs) {
    return (NdArray) all(1, inputs).get(0);
  }

  /** So many outputs. */
  List<? extends Datum> all(int outputs, @Nullable Datum... inputs) {
    List<String> reads = new ArrayList<>();
    List<@Nullable Datum> given = new ArrayList<>();
    for (Datum input : inputs) {
      reads.add(input == null ? "" : "in" + reads.size());
      given.add(input);
    }
    List<String> writes = new ArrayList<>();
    while (writes.size() < outputs) {
      writes.add("out" + writes.size());
    }
    Node node = new Node("", domain, type, "", reads, writes, attributes, Extras.NONE);
    Operator operator = Operators.find(domain, type);
    if (operator == null) {
      throw new IllegalArgumentException("no such operator: " + type);
    }
    return new NodeRun(node, opset, Collections.unmodifiableList(given), NodeRun.Subgraphs.NONE, 1)
        .outputs(operator);
  }

  /** A float32 array. */
  static NdArray floats(Shape shape, double... values) {
    return NdArray.of(ElementType.FLOAT32, shape, values);
  }

  /** A float32 vector. */
  static NdArray floats(double... values) {
    return floats(Shape.of(values.length), values);
  }
}
