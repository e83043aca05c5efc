package dev.brisk.quantization.dynamic;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.graph.Extras;
import dev.brisk.graph.Node;
import dev.brisk.quantization.arithmetic.Channels;
import dev.brisk.quantization.arithmetic.Codes;
import dev.brisk.quantization.arithmetic.Pairs;
import dev.brisk.quantization.arithmetic.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Long short-term memory: ONNX Runtime's DynamicQuantizeLSTM, with a scale for each gate's row. */
final class DynamicLstm implements DynamicRule {
  private static final String DOMAIN = "com.microsoft";
  private static final int INPUTS = 8;

  @Override
  public String operator() {
    return "LSTM";
  }

  @Override
  public Optional<String> rewrite(Node node, Scope scope) {
    Tensor weights = scope.floats(node.input(1));
    Tensor recurrent = scope.floats(node.input(2));
    if (weights == null || recurrent == null) {
      return Optional.of("its weights are not finite float32 constants");
    }
    if (node.attributes().intOr("layout", 0) != 0) {
      return Optional.of("its batches come first");
    }
    List<String> inputs = new ArrayList<>(node.inputs());
    while (inputs.size() < INPUTS) {
      inputs.add("");
    }
    List<String> lines = new ArrayList<>();
    inputs.set(1, write(node.input(1), weights, lines, scope));
    inputs.set(2, write(node.input(2), recurrent, lines, scope));
    inputs.addAll(lines);
    scope.nodes.add(
        new Node(
            node.name(),
            DOMAIN,
            "DynamicQuantizeLSTM",
            "",
            inputs,
            node.outputs(),
            node.attributes(),
            Extras.NONE));
    return Optional.empty();
  }

  /** Writes weights of directions by rows by inputs as codes of directions by inputs by rows. */
  private static String write(String name, Tensor weights, List<String> lines, Scope scope) {
    int directions = (int) weights.shape().dim(0);
    int rows = (int) weights.shape().dim(1);
    int inputs = (int) weights.shape().dim(2);
    float[] values = Transposition.of(weights.toFloatArray(), directions, rows, inputs);
    byte[] codes = new byte[values.length];
    float[] scales = new float[directions * rows];
    for (int i = 0; i < directions; i++) {
      float[] matrix = new float[rows * inputs];
      System.arraycopy(values, i * matrix.length, matrix, 0, matrix.length);
      Weights coded =
          Weights.quantize(
              matrix,
              Channels.along(1, inputs, rows),
              Codes.INT8,
              Pairs.ofDotProduct(inputs),
              new float[rows]);
      System.arraycopy(coded.codes(), 0, codes, i * matrix.length, matrix.length);
      System.arraycopy(coded.scales(), 0, scales, i * rows, rows);
    }
    lines.add(scope.constant(name + "_scale", Tensor.of(scales, directions, rows)));
    byte[] zeros = new byte[scales.length];
    lines.add(
        scope.constant(
            name + "_zero_point", Tensor.ofBytes(ElementType.INT8, zeros, directions, rows)));
    return scope.constant(
        name + "_quantized", Tensor.ofBytes(ElementType.INT8, codes, directions, inputs, rows));
  }
}
