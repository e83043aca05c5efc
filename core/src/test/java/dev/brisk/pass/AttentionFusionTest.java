package dev.brisk.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attentions in the parts that exporters write, found and computed as before. */
final class AttentionFusionTest {
  private static final int HEADS = 2;
  private static final int SIZE = 4;

  private final GraphBuilder graph = Graph.builder("test");
  private final Map<String, Tensor> inputs = new HashMap<>();
  private Random random = new Random(1);
  private int names;
  private int opset = 23;
  private boolean fixed;

  private String node(String operator, List<String> inputs, Attribute... attributes) {
    return graph.node(operator, operator + names++, inputs, attributes);
  }

  private String node(String operator, String... inputs) {
    return node(operator, List.of(inputs));
  }

  private String number(double value) {
    Tensor scalar = Tensor.of(new double[] {value}).to(ElementType.FLOAT32);
    return graph.initializer("c" + names++, random.nextBoolean() ? scalar : scalar.reshape(1));
  }

  private String integers(long... values) {
    return graph.initializer("i" + names++, Tensor.of(values, values.length));
  }

  private String transposed(String x, long... order) {
    return node("Transpose", List.of(x), Attribute.of("perm", order));
  }

  /** An input of two batches and so many steps, which are free sizes unless all are fixed. */
  private String input(String name, @Nullable String steps, int count, long heads, long size) {
    Shape shape = Shape.of(2, heads, count, size);
    String[] symbols = {"batch", null, steps, null};
    long free = steps == null ? count : -1;
    Shape declared = fixed ? shape : Shape.of(new long[] {-1, heads, free, size}, symbols);
    graph.input(name, ElementType.FLOAT32, declared);
    inputs.put(name, Agreement.random(ElementType.FLOAT32, shape, random));
    return name;
  }

  /** An input of bools, true for the first key and at random for the others. */
  private String bools(String name, Shape shape, long... dims) {
    graph.input(name, ElementType.BOOL, shape);
    byte[] bits = new byte[(int) Shape.of(dims).elements()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (byte) (i % dims[dims.length - 1] == 0 || random.nextBoolean() ? 1 : 0);
    }
    inputs.put(name, Tensor.ofBytes(ElementType.BOOL, bits, dims));
    return name;
  }

  private Model model(String... outputs) {
    for (String output : outputs) {
      graph.output(Value.tensor(output, ElementType.FLOAT32, null));
    }
    return Model.of(graph.build(), ModelInfo.of(opset));
  }

  private List<String> fused(String... outputs) {
    Model before = model(outputs);
    Model after = Agreement.check(Passes.FUSION, before, inputs, 1e-5);
    Agreement.checkInterpreted(before, after, inputs, 1e-5);
    return operators(after);
  }

  private static List<String> operators(Model model) {
    return model.graph().nodes().stream().map(Node::operator).toList();
  }

  private String scaled(String x, double factor) {
    return switch (random.nextInt(3)) {
      case 0 -> node("Mul", x, number(factor));
      case 1 -> node("Mul", number(factor), x);
      default -> node("Div", x, number(1 / factor));
    };
  }

  /** Keys of (batch, heads, size, steps), in one of the ways to come to that. */
  private String turned(String keys) {
    return switch (random.nextInt(3)) {
      case 0 -> transposed(keys, 0, 1, 3, 2);
      case 1 -> transposed(transposed(keys, 0, 2, 1, 3), 0, 2, 3, 1);
      default -> folded(keys);
    };
  }

  private String folded(String keys) {
    String fold = node("Reshape", keys, integers(-1, 3, SIZE));
    String batch = node("Gather", node("Shape", keys), integers(0));
    Attribute axis = Attribute.of("axis", 0L);
    String shape = node("Concat", List.of(batch, integers(HEADS, SIZE, 3)), axis);
    return node("Reshape", transposed(fold, 0, 2, 1), shape);
  }

  private String scores(String queries, String turnedKeys) {
    double scale = 0.3;
    return switch (random.nextInt(5)) {
      case 0 -> scaled(node("MatMul", queries, turnedKeys), scale);
      case 1 -> node("MatMul", scaled(queries, scale), turnedKeys);
      case 2 -> node("MatMul", queries, scaled(turnedKeys, scale));
      case 3 -> {
        String root = number(Math.sqrt(scale)); // the same for both, as exporters do
        String left = node("Mul", queries, root);
        yield node("MatMul", left, node("Mul", turnedKeys, root));
      }
      default -> node("MatMul", queries, turnedKeys);
    };
  }

  /** The mask's shape and sizes, which stretch to those of scores. */
  private String masked(String scores) {
    long[] dims = {
      random.nextBoolean() ? 1 : 2,
      random.nextBoolean() ? 1 : HEADS,
      random.nextBoolean() ? 1 : 5,
      3
    };
    long[] declared = {fixed || dims[0] == 1 ? dims[0] : -1, dims[1], fixed ? dims[2] : -1, 3};
    declared[2] = dims[2] == 1 ? 1 : declared[2];
    Shape shape = Shape.of(declared, new String[] {"batch", null, "steps", null});
    switch (random.nextInt(4)) {
      case 0 -> {
        graph.input("mask", ElementType.FLOAT32, shape);
        inputs.put("mask", Agreement.floats(random, dims));
        return random.nextBoolean() ? node("Add", scores, "mask") : node("Add", "mask", scores);
      }
      case 1 -> {
        String lowest = number(random.nextBoolean() ? -Float.MAX_VALUE : Float.NEGATIVE_INFINITY);
        return node("Where", bools("mask", shape, dims), scores, lowest);
      }
      case 2 -> {
        String hidden = node("Not", bools("mask", shape, dims));
        return node("Where", hidden, number(Float.NEGATIVE_INFINITY), scores);
      }
      default -> {
        return scores;
      }
    }
  }

  private String softmax(String scores) {
    return node("Softmax", List.of(scores), Attribute.of("axis", random.nextBoolean() ? -1L : 3L));
  }

  private String guarded(String weights) {
    return node("Where", node("IsNaN", weights), number(0), weights);
  }

  private String queries() {
    return input("queries", "steps", 5, HEADS, SIZE);
  }

  private String keys() {
    return input("keys", null, 3, HEADS, SIZE);
  }

  private String values() {
    return input("values", null, 3, HEADS, 7);
  }

  static IntStream seeds() {
    return IntStream.range(0, 80);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void formsOfExporters_becomeOneNode(int seed) {
    random = new Random(seed);
    fixed = seed % 4 == 0;
    String weights = softmax(masked(scores(queries(), turned(keys()))));
    weights = random.nextBoolean() ? weights : guarded(weights);
    assertThat(fused(node("MatMul", weights, values())))
        .contains("Attention")
        .doesNotContain("MatMul", "Softmax", "IsNaN", "Mul", "Div", "Add");
  }

  /** What the plainest attention is made of, its parts to be changed one at a time. */
  private String plain(String mask) {
    String scores = node("MatMul", queries(), transposed(keys(), 0, 1, 3, 2));
    String masked = mask.isEmpty() ? scores : node("Add", scores, mask);
    return node("MatMul", node("Softmax", masked), values());
  }

  @ParameterizedTest
  @CsvSource({"22, MatMul", "23, Attention", "24, Attention"})
  void attention_isFromOperatorSet23On(int version, String operator) {
    opset = version;
    assertThat(fused(plain(""))).contains(operator);
  }

  @Test
  void softmaxInParts_isFoundFirst() {
    String scores = node("MatMul", queries(), transposed(keys(), 0, 1, 3, 2));
    String powers = node("Exp", node("Sub", scores, node("ReduceMax", scores, integers(-1))));
    String weights = node("Div", powers, node("ReduceSum", powers, integers(3)));
    assertThat(fused(node("MatMul", weights, values()))).containsExactly("Attention");
  }

  @Test
  void oneHeadOfKeysAndValues_isForAllQueries() {
    String keys = input("keys", "keys", 3, 1, SIZE);
    String scores = node("MatMul", queries(), transposed(keys, 0, 1, 3, 2));
    String values = input("values", "keys", 3, 1, 6);
    assertThat(fused(node("MatMul", node("Softmax", scores), values))).containsExactly("Attention");
  }

  @Test
  void keysThatOthersRead_stay() {
    String turned = transposed(transposed(keys(), 0, 2, 1, 3), 0, 2, 3, 1);
    String weights = node("Softmax", node("MatMul", queries(), turned));
    assertThat(fused(node("MatMul", weights, values()), node("Neg", turned)))
        .contains("Attention", "Neg")
        .doesNotContain("MatMul");
  }

  @Test
  void queriesThatSeeNothing_getZeros() {
    graph.initializer("never", Tensor.of(new double[3], 1, 3).to(ElementType.BOOL));
    String scores = node("MatMul", queries(), transposed(keys(), 0, 1, 3, 2));
    String masked = node("Where", "never", scores, number(Float.NEGATIVE_INFINITY));
    String weights = guarded(node("Softmax", masked));
    assertThat(fused(node("MatMul", weights, values()))).contains("Attention");
  }

  @Test
  void queriesThatSeeNothing_getZerosForNan() {
    fixed = true;
    double[] added = new double[5 * 3];
    Arrays.fill(added, 3, 6, Double.NEGATIVE_INFINITY);
    graph.initializer("mask", Tensor.of(added, 5, 3).to(ElementType.FLOAT32));
    Model before = model(plain("mask"));
    Model after = Passes.apply(Passes.FUSION, before);
    assertThat(elements(Agreement.interpreted(before, inputs))).contains(Double.NaN);
    assertThat(elements(Agreement.interpreted(after, inputs))).doesNotContain(Double.NaN);
  }

  private static double[] elements(Map<String, Tensor> outputs) {
    return outputs.values().iterator().next().toDoubleArray();
  }

  @Test
  void halfFloats_areFound() {
    Attribute half = Attribute.of("to", 10L);
    String queries = node("Cast", List.of(queries()), half);
    String keys = transposed(node("Cast", List.of(keys()), half), 0, 1, 3, 2);
    String scale = graph.initializer("s", Tensor.of(new double[] {0.5}).to(ElementType.FLOAT16));
    String weights = node("Softmax", node("Mul", node("MatMul", queries, keys), scale));
    String mixed = node("MatMul", weights, node("Cast", List.of(values()), half));
    Model model = model(node("Cast", List.of(mixed), Attribute.of("to", 1L)));
    assertThat(operators(Agreement.check(Passes.FUSION, model, inputs, 3e-3)))
        .contains("Attention")
        .doesNotContain("Softmax");
  }

  @Test
  void constantSteps_needNoCounting() {
    Shape shape = Shape.of(2, HEADS, 3, SIZE);
    graph.input("x", ElementType.FLOAT32, shape);
    inputs.put("x", Agreement.random(ElementType.FLOAT32, shape, random));
    graph.initializer("mask", Agreement.floats(random, 2, 1, 1, 3));
    String scores = node("MatMul", "x", transposed("x", 0, 1, 3, 2));
    String weights = node("Softmax", node("Add", scores, "mask"));
    assertThat(fused(node("MatMul", weights, "x"))).containsExactly("Expand", "Attention");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(longs = {0, 1, 2})
  void otherAxes_stay(long axis) {
    String scores = node("MatMul", queries(), transposed(keys(), 0, 1, 3, 2));
    String weights = node("Softmax", List.of(scores), Attribute.of("axis", axis));
    assertThat(fused(node("MatMul", weights, values()))).contains("Softmax");
  }

  @Test
  void scoresThatOthersRead_stay() {
    String scores = node("MatMul", queries(), transposed(keys(), 0, 1, 3, 2));
    String y = node("MatMul", node("Softmax", scores), values());
    assertThat(fused(y, scores)).contains("Softmax");
  }

  @Test
  void weightsThatOthersRead_stay() {
    String weights = node("Softmax", node("MatMul", queries(), transposed(keys(), 0, 1, 3, 2)));
    assertThat(fused(node("MatMul", weights, values()), weights)).contains("Softmax");
  }

  @Test
  void keysThatNothingTransposes_stay() {
    String keys = input("keys", "size", SIZE, HEADS, 3);
    String weights = node("Softmax", node("MatMul", queries(), keys));
    assertThat(fused(node("MatMul", weights, values()))).contains("Softmax");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.5, 0, 1e-42})
  void factorsWithoutRoot_stay(double factor) {
    String scores = node("MatMul", queries(), transposed(keys(), 0, 1, 3, 2));
    String weights = node("Softmax", node("Mul", scores, number(factor)));
    assertThat(fused(node("MatMul", weights, values()))).contains("Softmax");
  }

  @Test
  void factorsAfterTheMask_stay() {
    fixed = true;
    graph.initializer("mask", Agreement.floats(random, 5, 3));
    String scores = node("MatMul", queries(), transposed(keys(), 0, 1, 3, 2));
    String weights = node("Softmax", node("Mul", node("Add", scores, "mask"), number(0.5)));
    assertThat(fused(node("MatMul", weights, values()))).contains("Softmax");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5 3", "1 3", "2 1 5 3", "1 2 1 3"})
  void masksThatAttentionTakesAsTheyAre_areFound(String dims) {
    fixed = true;
    long[] sizes = List.of(dims.split(" ")).stream().mapToLong(Long::parseLong).toArray();
    graph.initializer("mask", Agreement.floats(random, sizes));
    assertThat(fused(plain("mask"))).contains("Attention");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "5 1", "2 1 1 1", "2 5 3", "1 1 1 5 3"})
  void masksThatAttentionTakesOtherwise_stay(String dims) {
    fixed = true;
    long[] sizes = List.of(dims.split(" ")).stream().mapToLong(Long::parseLong).toArray();
    graph.initializer("mask", Agreement.floats(random, sizes));
    assertThat(fused(plain("mask"))).contains("Softmax");
  }

  @Test
  void numbersThatScoresShowBeside_stay() {
    fixed = true;
    String mask = bools("mask", Shape.of(5, 3), 5, 3);
    String scores = node("MatMul", queries(), transposed(keys(), 0, 1, 3, 2));
    String weights = node("Softmax", node("Where", mask, scores, number(-10_000)));
    assertThat(fused(node("MatMul", weights, values()))).contains("Softmax");
  }

  @Test
  void masksOfOtherSizesPerhaps_stay() {
    graph.initializer("mask", Agreement.floats(random, 5, 3));
    assertThat(fused(plain("mask"))).contains("Softmax");
  }

  @Test
  void batchesThatStretch_stay() {
    graph.initializer("other", Agreement.floats(random, 1, HEADS, 3, SIZE));
    String weights = node("Softmax", node("MatMul", queries(), transposed("other", 0, 1, 3, 2)));
    assertThat(fused(node("MatMul", weights, values()))).contains("Softmax");
  }

  @Test
  void matricesWithoutHeads_stay() {
    graph.input("x", ElementType.FLOAT32, Shape.of(2, 3, SIZE));
    inputs.put("x", Agreement.floats(random, 2, 3, SIZE));
    String weights = node("Softmax", node("MatMul", "x", transposed("x", 0, 2, 1)));
    assertThat(fused(node("MatMul", weights, "x"))).contains("Softmax");
  }
}
