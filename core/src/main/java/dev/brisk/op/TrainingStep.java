package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.graph.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A step of an optimizer: tensors moved along their gradients, with what it keeps of them. */
final class TrainingStep implements Operator {
  private static final int FIRST = 2;

  private final String type;
  private final int kept;
  private final Function<Settings, Rule> method;

  private TrainingStep(String type, int kept, Function<Settings, Rule> method) {
    this.type = type;
    this.kept = kept;
    this.method = method;
  }

  /** What holds for all elements. */
  private record Settings(Attributes its, double rate, double step) {
    double number(String attribute, float absent) {
      return its.floatOr(attribute, absent);
    }
  }

  /** Changes one element and what is kept of it. */
  @FunctionalInterface
  private interface Rule {
    /** Gives the new element; the gradient comes with the element's own weight added. */
    double apply(double element, double gradient, double[] kept);
  }

  /** Steps the smaller, the larger the gradients were so far (Duchi and others, 2011). */
  static TrainingStep adagrad() {
    return new TrainingStep(
        "Adagrad",
        1,
        settings -> {
          double rate = settings.rate / (1 + settings.step * settings.number("decay_factor", 0));
          double epsilon = settings.number("epsilon", 1e-6f);
          return (element, gradient, kept) -> {
            kept[0] += gradient * gradient;
            return element - rate * gradient / (Math.sqrt(kept[0]) + epsilon);
          };
        });
  }

  /** Averages of the gradients and of their squares (Kingma and Ba, 2014). */
  static TrainingStep adam() {
    return new TrainingStep(
        "Adam",
        2,
        settings -> {
          double alpha = settings.number("alpha", 0.9f);
          double beta = settings.number("beta", 0.999f);
          double epsilon = settings.number("epsilon", 1e-6f);
          double after = 1 - settings.number("norm_coefficient_post", 0);
          double step = settings.step;
          double bias = Math.sqrt(1 - Math.pow(beta, step)) / (1 - Math.pow(alpha, step));
          double rate = settings.rate * (step > 0 ? bias : 1);
          return (element, gradient, kept) -> {
            kept[0] = alpha * kept[0] + (1 - alpha) * gradient;
            kept[1] = beta * kept[1] + (1 - beta) * gradient * gradient;
            return after * (element - rate * kept[0] / (Math.sqrt(kept[1]) + epsilon));
          };
        });
  }

  /** A velocity that gradients change, looking ahead or not (Sutskever and others, 2013). */
  static TrainingStep momentum() {
    return new TrainingStep(
        "Momentum",
        1,
        settings -> {
          double alpha = settings.number("alpha", 0);
          double beta = settings.step > 0 ? settings.number("beta", 1) : 1;
          boolean ahead = settings.its.stringOr("mode", "standard").equals("nesterov");
          return (element, gradient, kept) -> {
            kept[0] = alpha * kept[0] + beta * gradient;
            return element - settings.rate * (ahead ? gradient + alpha * kept[0] : kept[0]);
          };
        });
  }

  @Override
  public String domain() {
    return "ai.onnx.preview.training";
  }

  @Override
  public String type() {
    return type;
  }

  private int tensors(InferenceContext node) {
    int given = node.node().inputs().size() - FIRST;
    int each = 2 + kept;
    if (given < each || given % each != 0) {
      throw new InvalidModelException(
          "Each tensor needs %d inputs, but there are %d for all".formatted(each, given));
    }
    return given / each;
  }

  @Override
  public void infer(InferenceContext node) {
    int tensors = tensors(node);
    for (int output = 0; output < tensors * (1 + kept); output++) {
      int input = FIRST + (output < tensors ? output : output + tensors);
      node.output(output, node.elementType(input), node.shape(input));
    }
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    int tensors = tensors(node);
    Settings settings =
        new Settings(node.attributes(), node.array(0).asDouble(), node.array(1).asDouble());
    Rule rule = method.apply(settings);
    double weight = settings.number("norm_coefficient", 0);
    List<List<NdArray>> made = new ArrayList<>();
    for (int tensor = 0; tensor < tensors; tensor++) {
      List<NdArray> inputs = new ArrayList<>();
      for (int role = 0; role < 2 + kept; role++) {
        inputs.add(node.array(FIRST + role * tensors + tensor));
      }
      made.add(moved(rule, weight, inputs));
    }
    List<NdArray> outputs = new ArrayList<>();
    for (int role = 0; role <= kept; role++) {
      for (List<NdArray> tensor : made) {
        outputs.add(tensor.get(role));
      }
    }
    return outputs;
  }

  private List<NdArray> moved(Rule rule, double weight, List<NdArray> inputs) {
    double[] elements = inputs.get(0).doubles().clone();
    double[] gradients = inputs.get(1).doubles();
    List<double[]> states = new ArrayList<>();
    inputs.subList(2, inputs.size()).forEach(state -> states.add(state.doubles().clone()));
    double[] own = new double[kept];
    for (int i = 0; i < elements.length; i++) {
      for (int state = 0; state < kept; state++) {
        own[state] = states.get(state)[i];
      }
      elements[i] = rule.apply(elements[i], gradients[i] + weight * elements[i], own);
      for (int state = 0; state < kept; state++) {
        states.get(state)[i] = own[state];
      }
    }
    List<NdArray> made = new ArrayList<>();
    made.add(NdArray.of(inputs.get(0).elementType(), inputs.get(0).shape(), elements));
    for (int state = 0; state < kept; state++) {
      NdArray before = inputs.get(2 + state);
      made.add(NdArray.of(before.elementType(), before.shape(), states.get(state)));
    }
    return made;
  }
}
