package dev.brisk.benchmarks.model;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The encoder of BERT-base (Devlin et al., "BERT", 2018) with its embeddings and pooler, written as
 * exporters write it: {@code input_ids} and {@code attention_mask} int64[batch,128] to {@code
 * hidden} float32[batch,128,768] and {@code pooled} float32[batch,768].
 */
public final class BertBase {
  /** The number of different tokens. */
  public static final int VOCABULARY = 30522;

  /** The number of tokens of a text. */
  public static final int TOKENS = 128;

  private static final int LAYERS = 12;
  private static final int HIDDEN = 768;
  private static final int HEADS = 12;
  private static final int INNER = 3072;
  private static final int POSITIONS = 512;
  private static final int OPSET = 17;

  /** Of the GELU of normal values of variance 2: 2 / sqrt(6 pi). */
  private static final float GELU_MEAN = 0.46f;

  private final GraphBuilder graph = Graph.builder("bert_base");
  private final SeededWeights weights;

  private BertBase(long seed) {
    weights = new SeededWeights(seed);
  }

  /** The network. */
  public static Model build(long seed) {
    return new BertBase(seed).network();
  }

  private Model network() {
    String ids = graph.input("input_ids", ElementType.INT64, BatchShape.of(TOKENS));
    String mask =
        additiveMask(graph.input("attention_mask", ElementType.INT64, BatchShape.of(TOKENS)));
    constants();
    String x = embeddings(ids);
    for (int i = 0; i < LAYERS; i++) {
      String label = "encoder.layer." + i;
      x = layer(label, i == LAYERS - 1 ? "hidden" : label + ".output", x, mask);
    }
    graph.output(x, ElementType.FLOAT32, BatchShape.of(TOKENS, HIDDEN));
    graph.output(pooler(x), ElementType.FLOAT32, BatchShape.of(HIDDEN));
    return Model.of(graph.build(), ModelInfo.of(OPSET));
  }

  /** What all layers read: the shapes and factors of attention and GELU. */
  private void constants() {
    graph.initializer("split", Tensor.of(new long[] {0, 0, HEADS, HIDDEN / HEADS}, 4));
    graph.initializer("join", Tensor.of(new long[] {0, 0, HIDDEN}, 3));
    graph.initializer("root", scalar((float) Math.sqrt((double) HIDDEN / HEADS)));
    graph.initializer("root2", scalar((float) Math.sqrt(2)));
    graph.initializer("one", scalar(1));
    graph.initializer("half", scalar(0.5f));
  }

  /** Zero where a token counts and the lowest float where it does not, for every head and query. */
  private String additiveMask(String mask) {
    graph.initializer("mask.axes", Tensor.of(new long[] {1, 2}, 2));
    graph.initializer("mask.one", scalar(1));
    graph.initializer("mask.lowest", scalar(-Float.MAX_VALUE));
    String wide = graph.node("Unsqueeze", "mask.unsqueeze", List.of(mask, "mask.axes"));
    Attribute toFloat = Attribute.of("to", ElementType.FLOAT32.onnxCode());
    String counts = graph.node("Cast", "mask.cast", List.of(wide), toFloat);
    String excluded = graph.node("Sub", "mask.sub", List.of("mask.one", counts));
    return graph.node("Mul", "mask.mul", List.of(excluded, "mask.lowest"));
  }

  private String embeddings(String ids) {
    long[] positions = new long[TOKENS];
    Arrays.setAll(positions, i -> i);
    graph.initializer("position_ids", Tensor.of(positions, 1, TOKENS));
    graph.initializer("token_type_ids", Tensor.of(new long[TOKENS], 1, TOKENS));
    String words = lookup("embeddings.word_embeddings", VOCABULARY, ids);
    String types = lookup("embeddings.token_type_embeddings", 2, "token_type_ids");
    String places = lookup("embeddings.position_embeddings", POSITIONS, "position_ids");
    String typed = add("embeddings.add_types", words, types);
    return normalized("embeddings", add("embeddings.add_places", typed, places));
  }

  private String lookup(String label, int rows, String ids) {
    String table = normal(label + ".weight", 1, rows, HIDDEN);
    return graph.node("Gather", label, List.of(table, ids));
  }

  private String layer(String label, String output, String x, String mask) {
    String context = attention(label + ".attention.self", x, mask);
    String mixed = linear(label + ".attention.output.dense", context, HIDDEN, HIDDEN);
    String attended =
        normalized(label + ".attention.output", add(label + ".attention.add", mixed, x));
    String wide = gelu(label + ".gelu", linear(label + ".intermediate", attended, HIDDEN, INNER));
    String narrow = centeredLinear(label + ".output.dense", wide);
    String sum = add(label + ".add", narrow, attended);
    return normalization(label + ".output.LayerNorm", output, sum);
  }

  private String attention(String label, String x, String mask) {
    String query = heads(label + ".query", x, 0, 2, 1, 3);
    String key = heads(label + ".key", x, 0, 2, 3, 1);
    String value = heads(label + ".value", x, 0, 2, 1, 3);
    String products = graph.node("MatMul", label + ".scores", List.of(query, key));
    String scores = graph.node("Div", label + ".div", List.of(products, "root"));
    String masked = add(label + ".masked", scores, mask);
    Attribute last = Attribute.of("axis", -1);
    String shares = graph.node("Softmax", label + ".softmax", List.of(masked), last);
    String mixed = graph.node("MatMul", label + ".context", List.of(shares, value));
    String order = transpose(label + ".transpose", mixed, 0, 2, 1, 3);
    return graph.node("Reshape", label + ".join", List.of(order, "join"));
  }

  private String heads(String label, String x, long... order) {
    String projected = linear(label, x, HIDDEN, HIDDEN);
    String split = graph.node("Reshape", label + ".split", List.of(projected, "split"));
    return transpose(label + ".transpose", split, order);
  }

  private String transpose(String label, String x, long... order) {
    return graph.node("Transpose", label, List.of(x), Attribute.of("perm", order));
  }

  private String gelu(String label, String x) {
    String scaled = graph.node("Div", label + ".div", List.of(x, "root2"));
    String erf = graph.node("Erf", label + ".erf", List.of(scaled));
    String raised = add(label + ".raised", erf, "one");
    String product = graph.node("Mul", label + ".mul", List.of(x, raised));
    return graph.node("Mul", label, List.of(product, "half"));
  }

  private String pooler(String x) {
    graph.initializer("pooler.first", Tensor.of(new long[] {0}));
    String first =
        graph.node("Gather", "pooler.gather", List.of(x, "pooler.first"), Attribute.of("axis", 1));
    String weight = heNormal("pooler.dense.weight", HIDDEN, HIDDEN, HIDDEN);
    String bias = normal("pooler.dense.bias", 0.1, HIDDEN);
    String dense =
        graph.node("Gemm", "pooler.dense", List.of(first, weight, bias), Attribute.of("transB", 1));
    return graph.node("Tanh", "pooled", List.of(dense));
  }

  private String linear(String label, String x, int in, int out) {
    String bias = label + ".bias";
    return linear(
        label,
        x,
        weights.heNormal(label + ".weight", in, in, out),
        weights.normal(bias, 0, 0.1, out));
  }

  private String linear(String label, String x, Tensor factors, Tensor shift) {
    String weight = graph.initializer(label + ".weight", factors);
    String bias = graph.initializer(label + ".bias", shift);
    String product = graph.node("MatMul", label + ".matmul", List.of(x, weight));
    return add(label + ".add", bias, product);
  }

  /**
   * A layer after a GELU whose bias takes away what the GELU's mean adds to each output. Else these
   * constants grow from layer to layer, until every text gets the same answer.
   */
  private String centeredLinear(String label, String x) {
    Tensor factors = weights.heNormal(label + ".weight", INNER, INNER, HIDDEN);
    FloatBuffer values = factors.asFloatBuffer();
    float[] bias = new float[HIDDEN];
    for (int i = 0; i < values.capacity(); i++) {
      bias[i % HIDDEN] -= GELU_MEAN * values.get(i);
    }
    return linear(label, x, factors, Tensor.of(bias, HIDDEN));
  }

  private String normalized(String label, String x) {
    return normalization(label + ".LayerNorm", label + ".normalized", x);
  }

  private String normalization(String label, String output, String x) {
    graph.initializer(label + ".weight", weights.normal(label + ".weight", 1, 0.1, HIDDEN));
    String shift = normal(label + ".bias", 0.1, HIDDEN);
    return graph.node(
        "LayerNormalization",
        output,
        List.of(x, label + ".weight", shift),
        Attribute.of("axis", -1),
        Attribute.of("epsilon", 1e-12f));
  }

  private String add(String label, String left, String right) {
    return graph.node("Add", label, List.of(left, right));
  }

  private String heNormal(String name, int fanIn, long... dims) {
    return graph.initializer(name, weights.heNormal(name, fanIn, dims));
  }

  private String normal(String name, double deviation, long... dims) {
    return graph.initializer(name, weights.normal(name, 0, deviation, dims));
  }

  private static Tensor scalar(float value) {
    return SeededWeights.filled(value);
  }
}
