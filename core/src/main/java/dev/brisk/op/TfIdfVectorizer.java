package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each of a pool of n-grams, runs of n items each the same number of places apart, occurs
 * in a row of items; or whether; or that times a weight.
 */
final class TfIdfVectorizer implements Operator {
  @Override
  public String type() {
    return "TfIdfVectorizer";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape shape = node.shape(0);
    Dim size = Dim.of(Arrays.stream(indexes(node)).max().orElse(-1) + 1);
    Shape made = null;
    if (shape != null) {
      made = Dim.shape(shape.rank() < 2 ? List.of(size) : List.of(Dim.of(shape, 0), size));
    }
    node.output(0, ElementType.FLOAT32, made);
  }

  private static long[] indexes(InferenceContext node) {
    return ints(node, "ngram_indexes");
  }

  private static long[] ints(InferenceContext node, String attribute) {
    long[] values = node.attributes().ints(attribute);
    if (values == null) {
      throw new InvalidModelException("Attribute '" + attribute + "' is missing");
    }
    return values;
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    Shape shape = node.outputShape(0);
    int size = (int) shape.dim(shape.rank() - 1);
    int rows = shape.rank() < 2 ? 1 : input.dim(0);
    int length = rows == 0 ? 0 : input.size() / rows;
    List<Object> items = items(input);
    Map<List<Object>, Integer> pool = pool(node);
    double[] counts = new double[Math.multiplyExact(rows, size)];
    for (int row = 0; row < rows; row++) {
      List<Object> own = items.subList(row * length, (row + 1) * length);
      for (List<Object> gram : grams(node, own)) {
        Integer index = pool.get(gram);
        if (index != null) {
          counts[row * size + index]++;
        }
      }
    }
    return List.of(NdArray.of(ElementType.FLOAT32, shape, weighted(node, counts, size)));
  }

  private static List<Object> items(NdArray input) {
    if (input.rank() > 2) {
      throw new InvalidInputException("Items must lie in a row or in rows, but are " + input);
    }
    return input.elementType() == ElementType.STRING
        ? List.of((Object[]) input.strings())
        : List.of(Arrays.stream(input.longs()).boxed().toArray());
  }

  /** The index of each n-gram: those of one item first, then those of two, and so on. */
  private static Map<List<Object>, Integer> pool(Evaluation node) {
    Attribute strings = node.attributes().get("pool_strings");
    List<Object> items =
        strings != null
            ? List.copyOf(strings.asStrings())
            : List.of(Arrays.stream(ints(node, "pool_int64s")).boxed().toArray());
    long[] starts = ints(node, "ngram_counts");
    long[] indexes = indexes(node);
    Map<List<Object>, Integer> pool = new HashMap<>();
    int found = 0;
    for (int n = 1; n <= starts.length; n++) {
      long end = n < starts.length ? starts[n] : items.size();
      for (int at = (int) starts[n - 1]; at < end; at += n) {
        pool.put(items.subList(at, at + n), Math.toIntExact(indexes[found++]));
      }
    }
    return pool;
  }

  private static List<List<Object>> grams(Evaluation node, List<Object> items) {
    long longest = node.attributes().intOr("max_gram_length", 1);
    long skips = node.attributes().intOr("max_skip_count", 0);
    List<List<Object>> grams = new ArrayList<>();
    for (long n = node.attributes().intOr("min_gram_length", 1); n <= longest; n++) {
      for (long apart = 1; apart <= (n == 1 ? 1 : skips + 1); apart++) {
        if (apart > items.size()) {
          break;
        }
        for (int start = 0; start + (n - 1) * apart < items.size(); start++) {
          List<Object> gram = new ArrayList<>();
          for (int i = 0; i < n; i++) {
            gram.add(items.get(start + (int) (i * apart)));
          }
          grams.add(gram);
        }
      }
    }
    return grams;
  }

  private static double[] weighted(Evaluation node, double[] counts, int size) {
    String mode = node.attributes().stringOr("mode", "TF");
    Attribute given = node.attributes().get("weights");
    long[] indexes = indexes(node);
    double[] weights = new double[size];
    Arrays.fill(weights, 1);
    for (int i = 0; given != null && i < indexes.length; i++) {
      weights[(int) indexes[i]] = given.asFloats()[i];
    }
    for (int i = 0; i < counts.length; i++) {
      double weight = weights[i % size];
      counts[i] =
          switch (mode) {
            case "TF" -> counts[i];
            case "IDF" -> counts[i] > 0 ? weight : 0;
            case "TFIDF" -> counts[i] * weight;
            default ->
                throw new InvalidModelException(
                    "Attribute 'mode' must be TF, IDF or TFIDF, but is " + mode);
          };
    }
    return counts;
  }
}
