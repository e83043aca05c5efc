package dev.brisk.quantization.int8;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.FreshNames;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.quantization.arithmetic.Affine;
import dev.brisk.quantization.arithmetic.Biases;
import dev.brisk.quantization.arithmetic.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the constants of a quantized graph, each with the DequantizeLinear that reads it. */
final class Constants {
  /** Weights that were written, to be used again by nodes that share them. */
  private record Written(Weights weights, int axis, String floats) {}

  private final Lines lines;
  private final Parameters parameters;
  private final GraphPatch patch;
  private final FreshNames names;
  private final Set<String> stems = new HashSet<>();
  private final Map<String, List<Written>> weights = new HashMap<>();
  private final Map<String, String> operands = new HashMap<>();

  Constants(Graph graph, Lines lines, Parameters parameters, GraphPatch patch) {
    this.lines = lines;
    this.parameters = parameters;
    this.patch = patch;
    this.names = FreshNames.of(graph);
  }

  /** Writes the scale of a value; gives its name. */
  String scale(String value, float scale) {
    return add(value + "_scale", Tensor.of(new float[] {scale}).reshape());
  }

  /** Writes the zero point of a value; gives its name. */
  String zeroPoint(String value, int zeroPoint) {
    return add(value + "_zero_point", single(zeroPoint));
  }

  /** Writes a single code that a node needs; gives its name. */
  String code(Node node, String role, int code) {
    return add(node.output(0) + "_" + role, single(code));
  }

  /** Writes a constant operand of a node that computes on codes; gives the name of its floats. */
  String operand(Initializer constant) {
    return operands.computeIfAbsent(constant.name(), name -> writeOperand(constant));
  }

  /** Writes the weights of a node and, if it has one, its bias; gives the names of their floats. */
  List<String> weightsAndBias(Node node, Form.Weighted form) {
    Weights quantized = parameters.weights(node, form);
    List<String> floats = new ArrayList<>();
    floats.add(weights(node, form, quantized));
    float[] bias = parameters.bias(node, form);
    if (bias != null) {
      String name = form.bias() < 0 ? node.output(0) + "_bias" : node.input(form.bias());
      floats.add(
          parameters.codesBiases()
              ? bias(name, bias, parameters.biasScales(node, quantized))
              : add(unique(name + "_float"), Tensor.of(bias, bias.length)));
    }
    return floats;
  }

  private String weights(Node node, Form.Weighted form, Weights quantized) {
    Initializer initializer = parameters.weightsOf(node, form);
    List<Written> sharing = weights.computeIfAbsent(initializer.name(), n -> new ArrayList<>());
    for (Written written : sharing) {
      if (written.axis() == form.axis() && same(written.weights(), quantized)) {
        return written.floats();
      }
    }
    long[] dims = initializer.shape().dims();
    int channels = quantized.scales().length;
    String name = unique(initializer.name());
    String codes =
        add(name + "_quantized", Tensor.ofBytes(ElementType.INT8, quantized.codes(), dims));
    String scales = add(name + "_scale", Tensor.of(quantized.scales(), channels));
    Tensor zeros = Tensor.ofBytes(ElementType.INT8, new byte[channels], channels);
    String floats = dequantize(name, form.axis(), codes, scales, add(name + "_zero_point", zeros));
    sharing.add(new Written(quantized, form.axis(), floats));
    return floats;
  }

  private String bias(String wanted, float[] bias, float[] scales) {
    String name = unique(wanted);
    int channels = bias.length;
    String codes = add(name + "_quantized", Tensor.of(Biases.codes(bias, scales), channels));
    String scale = add(name + "_quantized_scale", Tensor.of(scales, channels));
    String zeros = add(name + "_quantized_zero_point", Tensor.of(new int[channels], channels));
    return dequantize(name, 0, codes, scale, zeros);
  }

  private String writeOperand(Initializer constant) {
    Affine line = lines.of(constant);
    byte[] codes = line.codes(constant.tensor().toFloatArray(), lines.codes());
    String name = unique(constant.name());
    String written =
        add(
            name + "_quantized",
            Tensor.ofBytes(lines.codes().type(), codes, constant.shape().dims()));
    String floats = names.make(name + "_DequantizeLinear_Output");
    patch.add(
        Node.of(
            "DequantizeLinear",
            name + "_DequantizeLinear",
            List.of(written, scale(name, line.scale()), zeroPoint(name, line.zeroPoint())),
            List.of(floats)));
    return floats;
  }

  private String dequantize(String name, int axis, String codes, String scales, String zeros) {
    String floats = names.make(name + "_DequantizeLinear_Output");
    patch.add(
        Node.of(
            "DequantizeLinear",
            name + "_DequantizeLinear",
            List.of(codes, scales, zeros),
            List.of(floats),
            Attribute.of("axis", (long) axis)));
    return floats;
  }

  /** What the names of a constant begin with: as wanted, or with a number behind. */
  private String unique(String wanted) {
    String name = wanted;
    for (int i = 2; !stems.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  private String add(String wanted, Tensor tensor) {
    String name = names.make(wanted);
    patch.initializer(Initializer.of(name, tensor));
    return name;
  }

  private Tensor single(int code) {
    return Tensor.ofBytes(lines.codes().type(), new byte[] {(byte) code});
  }

  private static boolean same(Weights a, Weights b) {
    return Arrays.equals(a.codes(), b.codes()) && Arrays.equals(a.scales(), b.scales());
  }
}
