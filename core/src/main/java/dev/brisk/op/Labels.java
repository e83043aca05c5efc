package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The labels of the axes in an equation of {@code Einsum}, such as {@code "bij, bjk -> bik"}, with
 * their sizes. Axes in place of dots have labels counted from the last one.
 */
final class Labels {
  private static final String DOTS = "...";

  private final List<Shape> shapes;
  private final List<List<String>> inputs;
  private final List<String> output;
  private final List<String> summed = new ArrayList<>();
  private final Map<String, Dim> sizes = new LinkedHashMap<>();

  private Labels(List<Shape> shapes, List<List<String>> inputs, List<String> output) {
    this.shapes = shapes;
    this.inputs = inputs;
    this.output = output;
  }

  /**
   * The labels of an equation.
   *
   * @throws InvalidModelException if they do not fit the shapes of the inputs
   */
  static Labels of(String equation, List<Shape> shapes) {
    String[] sides = equation.replace(" ", "").split("->", -1);
    String[] terms = sides[0].split(",", -1);
    if (terms.length != shapes.size() || sides.length > 2) {
      throw new InvalidModelException(
          "Equation '%s' does not fit inputs of shapes %s".formatted(equation, shapes));
    }
    List<List<String>> inputs = new ArrayList<>();
    int dots = 0;
    for (int input = 0; input < terms.length; input++) {
      int named = terms[input].replace(DOTS, "").length();
      int unnamed = terms[input].contains(DOTS) ? shapes.get(input).rank() - named : 0;
      if (unnamed < 0 || named + unnamed != shapes.get(input).rank()) {
        throw new InvalidModelException(
            "Labels '%s' do not fit shape %s".formatted(terms[input], shapes.get(input)));
      }
      dots = Math.max(dots, unnamed);
      inputs.add(split(terms[input], unnamed));
    }
    List<String> output = sides.length == 2 ? split(sides[1], dots) : implied(inputs, dots);
    Labels labels = new Labels(shapes, inputs, output);
    labels.measure();
    return labels;
  }

  private static List<String> split(String term, int dots) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < term.length(); i++) {
      if (term.startsWith(DOTS, i)) {
        labels.addAll(dots(dots));
        i += DOTS.length() - 1;
      } else {
        labels.add(term.substring(i, i + 1));
      }
    }
    return labels;
  }

  private static List<String> dots(int count) {
    List<String> labels = new ArrayList<>();
    for (int i = count; i > 0; i--) {
      labels.add(DOTS + i);
    }
    return labels;
  }

  /** The axes in place of dots, then in order the labels that stand once. */
  private static List<String> implied(List<List<String>> inputs, int dots) {
    Map<String, Integer> counts = new TreeMap<>();
    inputs.forEach(labels -> labels.forEach(label -> counts.merge(label, 1, Integer::sum)));
    List<String> output = dots(dots);
    counts.forEach(
        (label, count) -> {
          if (count == 1 && !label.startsWith(DOTS)) {
            output.add(label);
          }
        });
    return output;
  }

  private void measure() {
    for (int input = 0; input < inputs.size(); input++) {
      List<String> labels = inputs.get(input);
      for (int axis = 0; axis < labels.size(); axis++) {
        Dim size = Dim.of(shapes.get(input), axis);
        sizes.merge(labels.get(axis), size, Labels::common);
      }
    }
    for (String label : output) {
      if (!sizes.containsKey(label)) {
        throw new InvalidModelException("Label '" + label + "' stands in no input");
      }
    }
    sizes.keySet().stream().filter(label -> !output.contains(label)).forEach(summed::add);
  }

  private static Dim common(Dim left, Dim right) {
    if (left.known() && right.known() && !left.is(1) && !right.is(1) && !left.same(right)) {
      throw new InvalidModelException("One label has the sizes " + left + " and " + right);
    } else if (left.is(1)) {
      return right;
    }
    return left.known() || right.is(1) || left.same(right) ? left : right;
  }

  /** The shape of the output. */
  Shape output() {
    return shape(output);
  }

  /** The sizes of the labels that are summed over. */
  Shape summed() {
    return shape(summed);
  }

  private Shape shape(List<String> labels) {
    return Dim.shape(labels.stream().map(label -> sizes.getOrDefault(label, Dim.UNKNOWN)).toList());
  }

  /** How far apart elements of an input are along each axis of the output. */
  int[] outputStrides(int input) {
    return strides(input, output);
  }

  /** How far apart elements of an input are along each label that is summed over. */
  int[] summedStrides(int input) {
    return strides(input, summed);
  }

  private int[] strides(int input, List<String> labels) {
    int[] own = Strides.of(shapes.get(input));
    int[] strides = new int[labels.size()];
    for (int axis = 0; axis < own.length; axis++) {
      int at = labels.indexOf(inputs.get(input).get(axis));
      if (at >= 0 && shapes.get(input).dim(axis) != 1) {
        strides[at] += own[axis];
      }
    }
    return strides;
  }
}
