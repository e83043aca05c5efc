package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import dev.brisk.graph.Attributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Each element replaced by the value that belongs to it, or by a default. */
final class LabelEncoder implements Operator {
  @Override
  public String domain() {
    return Operator.ML;
  }

  @Override
  public String type() {
    return "LabelEncoder";
  }

  @Override
  public void infer(InferenceContext node) {
    ElementType input = node.elementType(0);
    NdArray values = values(node.attributes(), input);
    node.output(0, values == null ? null : values.elementType(), node.shape(0));
  }

  /** In version 1 strings have their positions as values, and these have the strings. */
  private static @Nullable NdArray values(Attributes attributes, @Nullable ElementType input) {
    NdArray classes = ListAttributes.of(attributes, "classes_strings");
    if (classes == null) {
      return ListAttributes.require(
          attributes, "values_tensor", "values_strings", "values_int64s", "values_floats");
    }
    return input == ElementType.STRING ? positions(classes) : input == null ? null : classes;
  }

  private static NdArray keys(Attributes attributes, NdArray input) {
    NdArray classes = ListAttributes.of(attributes, "classes_strings");
    if (classes == null) {
      return ListAttributes.require(
          attributes, "keys_tensor", "keys_strings", "keys_int64s", "keys_floats");
    }
    return input.elementType() == ElementType.STRING ? classes : positions(classes);
  }

  private static NdArray positions(NdArray classes) {
    long[] positions = new long[classes.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i;
    }
    return NdArray.vector(positions);
  }

  private static NdArray absent(Attributes attributes, ElementType type) {
    NdArray given = ListAttributes.of(attributes, "default_tensor");
    if (given != null) {
      return given;
    } else if (type == ElementType.STRING) {
      return NdArray.of(
          Shape.of(1), new String[] {attributes.stringOr("default_string", "_Unused")});
    } else if (type.isFloat()) {
      double value = attributes.floatOr("default_float", -0f);
      return NdArray.of(type, Shape.of(1), new double[] {value});
    }
    return NdArray.of(type, Shape.of(1), new long[] {attributes.intOr("default_int64", -1)});
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    NdArray keys = keys(node.attributes(), input);
    NdArray values = values(node.attributes(), input.elementType());
    if (values == null || values.size() != keys.size()) {
      throw new InvalidModelException(
          "Keys and values must be as many, but are %s and %s".formatted(keys, values));
    }
    Map<Object, Integer> index = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      index.putIfAbsent(ListAttributes.key(keys, i), i);
    }
    int[] places = new int[input.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = index.getOrDefault(ListAttributes.key(input, i), keys.size());
    }
    NdArray absent = absent(node.attributes(), values.elementType());
    return List.of(NdArray.join(values, absent).take(input.shape(), places));
  }
}
