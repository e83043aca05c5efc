package dev.brisk.engine;

import dev.brisk.ElementType;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Joins nodes to operators that a backend has kernels for. From each node on, what stands before it
 * and what comes after is taken in, a step at a time, as long as the backend has a kernel for all
 * of it together. So what can be fused is said in one place, by the kernels themselves.
 *
 * <p>Where a result is quantized and dequantized again before something that can be fused, the
 * codes in between are left out: the numbers are only kept within the range that the codes have.
 */
final class Fuser {
  private final Facts facts;
  private final Graph graph;
  private final Predicate<Fused> runs;
  private final Set<Node> taken = new HashSet<>();
  private final Set<Fused> interpreted = new HashSet<>();
  private final Map<Node, Integer> places = new HashMap<>();

  private Fuser(Facts facts, Predicate<Fused> runs) {
    this.facts = facts;
    this.graph = facts.graph();
    this.runs = runs;
    graph.nodes().forEach(node -> places.put(node, places.size()));
  }

  /**
   * All nodes of a graph as operators in an order in which they can run.
   *
   * @param runs whether the backend has a kernel
   */
  static List<Fused> fuse(Facts facts, Predicate<Fused> runs) {
    return new Fuser(facts, runs).fuse();
  }

  private List<Fused> fuse() {
    List<Fused> all = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (!taken.contains(node) && !isOnlyRead(node)) {
        Fused grown = grown(node);
        taken.addAll(grown.nodes());
        all.add(grown);
      }
    }
    addDequantizers(all);
    all.sort(Comparator.comparingInt(this::place));
    return all;
  }

  /** Where the last of its nodes stands: what that reads is made by then. */
  private int place(Fused operator) {
    return operator.nodes().stream().mapToInt(places::get).max().orElse(0);
  }

  /** A DequantizeLinear, which each reader takes in if it can. */
  private boolean isOnlyRead(Node node) {
    return Quantization.isDequantize(node) && Quantization.grid(node, facts) != null;
  }

  /** Those whose numbers somebody needs. */
  private void addDequantizers(List<Fused> all) {
    Set<String> needed = new HashSet<>();
    graph.outputs().forEach(output -> needed.add(output.name()));
    for (Fused operator : all) {
      if (interpreted.contains(operator)) {
        operator.node().reads().stream().filter(this::isComputed).forEach(needed::add);
      } else {
        operator.reads().forEach(read -> needed.add(read.value()));
      }
    }
    for (Node node : graph.nodes()) {
      if (isOnlyRead(node) && needed.contains(node.output(0))) {
        all.add(Fused.of(node));
      }
    }
  }

  /** What hangs on the model's inputs; the interpreter dequantizes constants once by itself. */
  private boolean isComputed(String value) {
    Node producer = graph.producer(value);
    return producer == null || !facts.isConstant(producer.input(0));
  }

  private Fused grown(Node node) {
    Fused alone = Fused.of(node);
    Fused reading = reading(alone);
    if (reading == null) {
      interpreted.add(alone);
      return alone;
    }
    Fused grown = reading;
    for (Fused next = grown; next != null; next = extended(grown)) {
      grown = next;
    }
    return grown;
  }

  /**
   * With as many inputs read as codes as the backend takes; null if it takes the node in no way.
   */
  private @Nullable Fused reading(Fused alone) {
    Fused constants = alone;
    for (int i = 0; i < alone.inputs().size(); i++) {
      constants = dequantized(constants, i, true);
    }
    Fused all = constants;
    for (int i = 0; i < alone.inputs().size(); i++) {
      all = dequantized(all, i, false);
    }
    for (Fused candidate : List.of(all, constants, alone)) {
      if (runs.test(candidate)) {
        return candidate;
      }
      Fused onCodes = readsCodes(candidate) ? quantized(candidate) : null;
      if (onCodes != null) {
        return onCodes;
      }
    }
    return null;
  }

  private boolean readsCodes(Fused operator) {
    return operator.outputs().size() == 1
        && operator.inputs().stream()
            .anyMatch(input -> input.grid() != null && !facts.isConstant(input.value()));
  }

  private Fused dequantized(Fused operator, int index, boolean constant) {
    Operand input = operator.inputs().get(index);
    Operand codes = codes(input);
    Node producer = graph.producer(input.value());
    return producer != null && codes != null && facts.isConstant(codes.value()) == constant
        ? operator.reading(index, codes, producer)
        : operator;
  }

  /** The codes that an operand's numbers come from; null if they do not. */
  private @Nullable Operand codes(Operand numbers) {
    Node producer = numbers.grid() != null ? null : graph.producer(numbers.value());
    if (producer == null || !Quantization.isDequantize(producer)) {
      return null;
    }
    Grid grid = Quantization.grid(producer, facts);
    return grid == null ? null : new Operand(producer.input(0), grid);
  }

  /** With one thing more taken in; null if the backend takes nothing more. */
  private @Nullable Fused extended(Fused operator) {
    if (operator.outputs().size() != 1 || operator.output().grid() != null) {
      return null;
    }
    Fused within = within(operator);
    if (within != null) {
      return within;
    }
    Fused clipped = throughCodes(operator);
    Fused beyond = clipped == null ? null : within(clipped);
    return beyond != null ? beyond : quantized(operator);
  }

  /** With what is done next to the numbers of its result; null if that cannot be. */
  private @Nullable Fused within(Fused operator) {
    String value = operator.output().value();
    if (graph.isOutput(value) || facts.type(value) != ElementType.FLOAT32) {
      return null;
    }
    List<Node> readers = graph.consumers(value);
    Fused swish = swish(operator, readers);
    if (swish != null && runs.test(swish)) {
      return swish;
    }
    Node reader = readers.size() == 1 ? readers.get(0) : null;
    PostOp post = reader == null || taken.contains(reader) ? null : of(reader, value);
    if (reader == null || post == null) {
      return null;
    }
    for (PostOp candidate : List.of(onCodes(post), post)) {
      Fused done = operator.doing(candidate, reader.output(0), List.of(reader));
      if (runs.test(done)) {
        return done;
      }
    }
    return null;
  }

  private @Nullable PostOp of(Node reader, String value) {
    return PostOps.of(reader, value, facts);
  }

  /** The same with the other value read as codes, where it comes from some. */
  private PostOp onCodes(PostOp post) {
    if (post instanceof PostOp.Binary binary) {
      Operand codes = codes(binary.other());
      return codes == null ? post : new PostOp.Binary(binary.operation(), codes);
    }
    return post;
  }

  /** x * sigmoid(x), by two readers of x. */
  private @Nullable Fused swish(Fused operator, List<Node> readers) {
    if (readers.size() != 2) {
      return null;
    }
    String value = operator.output().value();
    Node sigmoid = readers.get(readers.get(0).is("Sigmoid") ? 0 : 1);
    Node product = readers.get(readers.get(0).is("Sigmoid") ? 1 : 0);
    if (!sigmoid.is("Sigmoid") || !product.is("Mul") || product.inputs().size() != 2) {
      return null;
    }
    List<Node> through = new ArrayList<>(List.of(sigmoid));
    String gate = throughCodes(sigmoid.output(0), through);
    through.add(product);
    boolean multiplies =
        List.of(value, gate).containsAll(product.inputs())
            && !product.input(0).equals(product.input(1));
    boolean alone = graph.consumers(gate).size() == 1 && !graph.isOutput(gate);
    return multiplies && alone && through.stream().noneMatch(taken::contains)
        ? operator.doing(new PostOp.Unary(PostOp.Function.SWISH, 1, 0), product.output(0), through)
        : null;
  }

  /** The value after a QuantizeLinear and a DequantizeLinear, if it goes through those alone. */
  private String throughCodes(String value, List<Node> through) {
    Node quantize = onlyReader(value);
    if (quantize == null || !Quantization.isQuantize(quantize)) {
      return value;
    }
    Node dequantize = onlyReader(quantize.output(0));
    if (dequantize == null || !isOnlyRead(dequantize)) {
      return value;
    }
    through.add(quantize);
    through.add(dequantize);
    return dequantize.output(0);
  }

  private @Nullable Node onlyReader(String value) {
    List<Node> readers = graph.consumers(value);
    return readers.size() == 1 && !graph.isOutput(value) ? readers.get(0) : null;
  }

  /** As if the codes in between were not there but for their range; null if there are none. */
  private @Nullable Fused throughCodes(Fused operator) {
    List<Node> through = new ArrayList<>();
    String value = throughCodes(operator.output().value(), through);
    if (through.isEmpty() || through.stream().anyMatch(taken::contains)) {
      return null;
    }
    Grid grid = Quantization.grid(through.get(0), facts);
    if (grid == null || !grid.isPerTensor()) {
      return null;
    }
    PostOp clip = new PostOp.Unary(PostOp.Function.CLIP, grid.low(), grid.high());
    return withoutClip(operator, grid).doing(clip, value, through);
  }

  /** Writing codes, where they are all that is made of its result. */
  private @Nullable Fused quantized(Fused operator) {
    Node quantize = onlyReader(operator.output().value());
    if (quantize == null || !Quantization.isQuantize(quantize) || taken.contains(quantize)) {
      return null;
    }
    Grid grid = Quantization.grid(quantize, facts);
    if (grid == null || !grid.isPerTensor() || grid.type() == ElementType.INT32) {
      return null;
    }
    Operand codes = new Operand(quantize.output(0), grid);
    for (Fused candidate : List.of(withoutClip(operator, grid), operator)) {
      Fused done = candidate.making(codes, List.of(quantize));
      if (runs.test(done)) {
        return done;
      }
    }
    return null;
  }

  /** Without a last Relu or Clip that the range of the codes does as well. */
  private static Fused withoutClip(Fused operator, Grid grid) {
    List<PostOp> posts = operator.posts();
    PostOp last = posts.isEmpty() ? null : posts.get(posts.size() - 1);
    if (last instanceof PostOp.Unary unary && isWithin(grid, unary)) {
      return new Fused(
          operator.node(),
          operator.inputs(),
          posts.subList(0, posts.size() - 1),
          operator.outputs(),
          operator.nodes());
    }
    return operator;
  }

  /** Whether the codes have no number beyond what a Relu or Clip lets through. */
  private static boolean isWithin(Grid grid, PostOp.Unary unary) {
    float slack = grid.scale() / 2;
    return switch (unary.function()) {
      case RELU -> unary.alpha() == 0 && grid.low() >= 0;
      case CLIP -> grid.low() >= unary.alpha() - slack && grid.high() <= unary.beta() + slack;
      default -> false;
    };
  }
}
