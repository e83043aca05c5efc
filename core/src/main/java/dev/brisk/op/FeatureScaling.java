package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import java.util.List;

/**
 * What is done to features, each of which is a column along the last axis: Scaler shifts and scales
 * them, Imputer replaces a value that stands for none, Normalizer divides each row by its norm.
 */
final class FeatureScaling implements Operator {
  private final String type;

  FeatureScaling(String type) {
    this.type = type;
  }

  @Override
  public String domain() {
    return Operator.ML;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    boolean keeps = type.equals("Imputer");
    node.output(0, keeps ? node.elementType(0) : ElementType.FLOAT32, node.shape(0));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    int width = input.rank() == 0 ? 1 : input.dim(input.rank() - 1);
    if (type.equals("Imputer") && !input.isFloat()) {
      return List.of(imputedIntegers(node, input, width));
    }
    double[] values = input.doubles().clone();
    switch (type) {
      case "Scaler" -> scale(node, values, width);
      case "Imputer" -> impute(node, values, width);
      default -> normalize(node.attributes().stringOr("norm", "MAX"), values, width);
    }
    ElementType made = type.equals("Imputer") ? input.elementType() : ElementType.FLOAT32;
    return List.of(NdArray.of(made, input.shape(), values));
  }

  private static int column(NdArray each, int index, int width) {
    if (each.size() != 1 && each.size() != width) {
      throw new InvalidModelException(
          "There must be a value for all or for each of %d columns, but there are %d"
              .formatted(width, each.size()));
    }
    return each.size() == 1 ? 0 : index % width;
  }

  private static void scale(Evaluation node, double[] values, int width) {
    NdArray none = NdArray.scalar(ElementType.FLOAT32, 0);
    NdArray unit = NdArray.scalar(ElementType.FLOAT32, 1);
    NdArray offset = ListAttributes.of(node.attributes(), "offset");
    NdArray scale = ListAttributes.of(node.attributes(), "scale");
    NdArray offsets = offset == null ? none : offset;
    NdArray scales = scale == null ? unit : scale;
    for (int i = 0; i < values.length; i++) {
      double shifted = values[i] - offsets.asDouble(column(offsets, i, width));
      values[i] = shifted * scales.asDouble(column(scales, i, width));
    }
  }

  private static void impute(Evaluation node, double[] values, int width) {
    NdArray imputed = ListAttributes.require(node.attributes(), "imputed_value_floats");
    double replaced = node.attributes().floatOr("replaced_value_float", 0);
    for (int i = 0; i < values.length; i++) {
      if (values[i] == replaced || (Double.isNaN(values[i]) && Double.isNaN(replaced))) {
        values[i] = imputed.asDouble(column(imputed, i, width));
      }
    }
  }

  private static NdArray imputedIntegers(Evaluation node, NdArray input, int width) {
    NdArray imputed = ListAttributes.require(node.attributes(), "imputed_value_int64s");
    long replaced = node.attributes().intOr("replaced_value_int64", 0);
    long[] values = input.longs().clone();
    for (int i = 0; i < values.length; i++) {
      if (values[i] == replaced) {
        values[i] = imputed.longs()[column(imputed, i, width)];
      }
    }
    return NdArray.of(input.elementType(), input.shape(), values);
  }

  private static void normalize(String norm, double[] values, int width) {
    for (int start = 0; start < values.length; start += width) {
      double total = 0;
      for (int i = start; i < start + width; i++) {
        double size = Math.abs(values[i]);
        total =
            switch (norm) {
              case "MAX" -> Math.max(total, size);
              case "L1" -> total + size;
              case "L2" -> total + size * size;
              default ->
                  throw new InvalidModelException(
                      "Attribute 'norm' must be MAX, L1 or L2, but is " + norm);
            };
      }
      double divisor = norm.equals("L2") ? Math.sqrt(total) : total;
      for (int i = start; divisor != 0 && i < start + width; i++) {
        values[i] /= divisor;
      }
    }
  }
}
