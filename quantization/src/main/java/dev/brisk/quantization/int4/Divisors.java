package dev.brisk.quantization.int4;

import dev.brisk.Tensor;
import dev.brisk.graph.FreshNames;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Divides the rows of values: within the constants of the node that makes a value, where nothing
 * else reads it, else by a node more. Not thread-safe.
 */
final class Divisors {
  /** The inputs of each operator that scale and shift the numbers of its rows. */
  private static final Map<String, List<Integer>> CONSTANTS =
      Map.of(
          "LayerNormalization", List.of(1, 2), "RMSNormalization", List.of(1), "Mul", List.of(1));

  private final Level level;
  private final FreshNames free;
  private final List<Node> added = new ArrayList<>();
  private final Map<Node, Node> changed = new HashMap<>();

  Divisors(Level level, FreshNames free) {
    this.level = level;
    this.free = free;
  }

  /** The nodes added. */
  List<Node> added() {
    return added;
  }

  /** What takes the place of a node, mostly itself. */
  Node replacement(Node node) {
    return changed.getOrDefault(node, node);
  }

  /**
   * Divides a value.
   *
   * @param readers the nodes that want it divided
   * @return the name of the result, which may be the value's own
   */
  String divide(String value, float[] factors, Set<Node> readers) {
    Graph graph = level.graph();
    Node producer = graph.producer(value);
    boolean alone = !graph.isOutput(value) && readers.containsAll(graph.consumers(value));
    if (producer != null && alone && fold(producer, factors)) {
      return value;
    }
    String name = free.make(value + "_divided");
    float[] inverse = new float[factors.length];
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] = 1 / factors[i];
    }
    String constant = level.add(free.make(value + "_divisors"), Tensor.of(inverse, inverse.length));
    added.add(Node.of("Mul", name, List.of(value, constant), List.of(name)));
    return name;
  }

  private boolean fold(Node producer, float[] factors) {
    List<Integer> places = producer.domain().isEmpty() ? CONSTANTS.get(producer.operator()) : null;
    if (places == null || !producer.output(1).isEmpty()) {
      return false;
    }
    List<String> inputs = new ArrayList<>(producer.inputs());
    List<Tensor> divided = new ArrayList<>();
    for (int place : places) {
      if (!producer.input(place).isEmpty()) {
        Tensor tensor = divided(producer.input(place), factors);
        if (tensor == null) {
          return false;
        }
        divided.add(tensor);
      }
    }
    for (int i = 0; i < divided.size(); i++) {
      String old = inputs.get(places.get(i));
      inputs.set(places.get(i), level.add(free.make(old + "_divided"), divided.get(i)));
    }
    changed.put(producer, producer.withInputs(inputs));
    return true;
  }

  /** A constant of a row's length, divided; null if it is none. */
  private @Nullable Tensor divided(String value, float[] factors) {
    Level.Constant constant = level.constant(value);
    if (constant == null || constant.tensor().shape().rank() != 1) {
      return null;
    }
    float[] numbers = constant.tensor().toFloatArray();
    if (numbers.length != factors.length) {
      return null;
    }
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] /= factors[i];
    }
    return Tensor.of(numbers, numbers.length);
  }
}
