package dev.brisk.backend.remote;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.UnsupportedModelException;
import dev.brisk.backend.remote.protocol.ServedModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which of a model's inputs and outputs is which of the served model's, and of what type it is on
 * the way: floats of another width are converted, to the nearest value, ties to even; and where the
 * served model takes or gives the codes of a quantized one, so are these.
 */
final class Wiring {
  private static final Shape ONE = Shape.of(1);

  private final Map<String, Line> inputs;
  private final Map<String, Line> outputs;
  private final boolean allOutputs;

  /**
   * An input or output.
   *
   * @param spec the model's
   * @param served the server's name of it
   * @param wire the type on the way
   * @param codes which the served model has in place of the model's numbers; null for none
   * @param lifted whether a scalar is a sequence of one element there
   */
  record Line(
      TensorSpec spec, String served, ElementType wire, @Nullable Codes codes, boolean lifted) {
    private Tensor toServer(Tensor tensor) {
      Tensor sent = codes == null ? tensor.to(wire) : codes.quantized(tensor);
      return lifted ? sent.reshape(1) : sent;
    }

    /** What came, as the model gives it. */
    Tensor fromServer(Tensor tensor) {
      Tensor made = codes == null ? tensor.to(spec.elementType()) : codes.dequantized(tensor);
      return lifted && made.elements() == 1 ? made.reshape() : made;
    }
  }

  /** A model that is joined to a served one: what it takes and gives, and what it is. */
  record Own(List<TensorSpec> inputs, List<TensorSpec> outputs, @Nullable Model model) {
    private @Nullable Codes codes(String name, boolean input, ElementType served) {
      if (model == null) {
        return null;
      }
      Codes codes = input ? Codes.ofInput(model, name) : Codes.ofOutput(model, name);
      return codes != null && codes.type() == served ? codes : null;
    }
  }

  private Wiring(Map<String, Line> inputs, Map<String, Line> outputs, boolean allOutputs) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.allOutputs = allOutputs;
  }

  /**
   * Joins a model to a served one.
   *
   * @param names the server's names of inputs and outputs that it calls otherwise
   * @param place names the served model in errors
   * @throws UnsupportedModelException if the two differ; the message tells each difference
   */
  static Wiring of(Own own, ServedModel served, Map<String, String> names, String place) {
    List<String> differences = new ArrayList<>();
    Map<String, Line> in = lines(own, true, served.inputs(), names, differences);
    Map<String, Line> out = lines(own, false, served.outputs(), names, differences);
    Set<String> given = in.values().stream().map(Line::served).collect(Collectors.toSet());
    for (TensorSpec input : served.inputs()) {
      if (!given.contains(input.name()) && differences.isEmpty()) {
        differences.add("the server also needs input " + input);
      }
    }
    if (!differences.isEmpty()) {
      throw new UnsupportedModelException(
          "The model is not what %s serves: %s; deploy this model there, or say with settings %sNAME what the server calls it"
              .formatted(place, String.join("; ", differences), Settings.NAME));
    }
    return new Wiring(in, out, out.size() == served.outputs().size());
  }

  private static Map<String, Line> lines(
      Own own,
      boolean input,
      List<TensorSpec> served,
      Map<String, String> names,
      List<String> differences) {
    Map<String, Line> lines = new LinkedHashMap<>();
    String what = input ? "input" : "output";
    for (TensorSpec spec : input ? own.inputs : own.outputs) {
      String name = names.getOrDefault(spec.name(), spec.name());
      Optional<TensorSpec> other =
          served.stream().filter(one -> one.name().equals(name)).findFirst();
      if (other.isEmpty()) {
        differences.add("it has no %s '%s' (%s), but %s".formatted(what, name, spec, served));
        continue;
      }
      TensorSpec there = other.get();
      Codes codes = own.codes(spec.name(), input, there.elementType());
      if (codes == null && !isConvertible(spec.elementType(), there.elementType())) {
        differences.add(
            "%s '%s' is of %s here and of %s there"
                .formatted(what, name, spec.elementType(), there.elementType()));
      }
      boolean lifted = Shape.scalar().equals(spec.shape()) && ONE.equals(there.shape());
      if (!lifted && !fits(spec.shape(), there.shape())) {
        differences.add(
            "%s '%s' is %s here and %s there".formatted(what, name, spec.shape(), there.shape()));
      }
      lines.put(spec.name(), new Line(spec, name, there.elementType(), codes, lifted));
    }
    return lines;
  }

  private static boolean isConvertible(ElementType here, ElementType there) {
    return here == there || (isWide(here) && isWide(there));
  }

  private static boolean isWide(ElementType type) {
    return switch (type) {
      case FLOAT16, BFLOAT16, FLOAT32 -> true;
      default -> false;
    };
  }

  private static boolean fits(@Nullable Shape here, @Nullable Shape there) {
    return here == null || there == null || here.accepts(there);
  }

  /** The inputs by the server's names, of its types. */
  Map<String, Tensor> toServer(Map<String, Tensor> tensors) {
    Map<String, Tensor> sent = new LinkedHashMap<>();
    for (Line line : inputs.values()) {
      Tensor tensor = Optional.ofNullable(tensors.get(line.spec.name())).orElseThrow();
      sent.put(line.served, line.toServer(tensor));
    }
    return sent;
  }

  /** The server's names of the outputs to ask for; empty where that is all. */
  Set<String> wanted() {
    return allOutputs
        ? Set.of()
        : outputs.values().stream().map(Line::served).collect(Collectors.toSet());
  }

  /** The outputs, in the model's order. */
  Collection<Line> outputs() {
    return Collections.unmodifiableCollection(outputs.values());
  }
}
