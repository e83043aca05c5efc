package dev.brisk.op;

import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import java.util.List;

/**
 * Attention on (batch, heads, steps, size) whose scores, masked scores and weights subgraphs may
 * change.
 */
final class FlexAttention implements Operator {
  @Override
  public String domain() {
    return "ai.onnx.preview";
  }

  @Override
  public String type() {
    return "FlexAttention";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape query = node.shape(0);
    Shape value = node.shape(2);
    if (query == null || value == null || query.rank() != 4 || value.rank() != 4) {
      node.output(0, node.elementType(0), Axes.unknown(4));
      return;
    }
    List<Dim> dims = Dim.list(query);
    dims.set(3, Dim.of(value, 3));
    node.output(0, node.elementType(0), Dim.shape(dims));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray queries = node.array(0);
    NdArray keys = shared(node.array(1), queries.dim(1));
    NdArray values = shared(node.array(2), queries.dim(1));
    double standard = 1 / Math.sqrt(queries.dim(3));
    double scale =
        node.attributes().has("scale") ? node.attributes().floatOr("scale", 1) : standard;
    NdArray turned = Transpose.transposed(keys, 0, 1, 3, 2);
    NdArray scores = Product.of(node, queries, turned, queries.elementType());
    double[] scaled = scores.doubles().clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= scale;
    }
    NdArray given = NdArray.of(scores.elementType(), scores.shape(), scaled);
    NdArray masked = changed(node, "mask_mod", changed(node, "score_mod", given));
    double[] weights = masked.doubles().clone();
    int total = keys.dim(2);
    for (int at = 0; at < weights.length; at += total) {
      Softmax.softmax(weights, at, 1, total);
    }
    NdArray softmax = NdArray.of(scores.elementType(), scores.shape(), weights);
    NdArray weighing = changed(node, "prob_mod", softmax);
    return List.of(Product.of(node, weighing, values, queries.elementType()));
  }

  private static NdArray changed(Evaluation node, String by, NdArray given) {
    Attribute body = node.attributes().get(by);
    return body == null
        ? given
        : (NdArray) node.run(body.subgraphs().get(0), List.of(given)).get(0);
  }

  /** Each head as often as several heads of the queries share it. */
  private static NdArray shared(NdArray array, int heads) {
    int own = array.dim(1);
    if (own == heads || own == 0) {
      return array;
    }
    int size = array.dim(2) * array.dim(3);
    NdArray[] parts = new NdArray[array.dim(0) * heads];
    for (int i = 0; i < parts.length; i++) {
      int head = i / heads * own + i % heads / (heads / own);
      parts[i] = array.slice(head * size, size);
    }
    return NdArray.join(parts).reshape(array.shape().withDim(1, heads));
  }
}
