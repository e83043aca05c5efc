package dev.brisk.quantization.dynamic;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import dev.brisk.quantization.arithmetic.Channels;
import dev.brisk.quantization.arithmetic.Codes;
import dev.brisk.quantization.arithmetic.Pairs;
import dev.brisk.quantization.arithmetic.Weights;
import java.util.List;

/**
 * Writes the product of an activation with constant weights on codes, in the shape that ONNX
 * Runtime joins into one kernel: DynamicQuantizeLinear, MatMulInteger, Cast, and Mul with the
 * product of both scales.
 */
final class IntegerProduct {
  private IntegerProduct() {}

  /**
   * Writes a product.
   *
   * @param node the node that it stands for
   * @param weights a matrix of inputs by outputs
   * @param key what nodes that share these weights have in common
   * @param output the name of the result
   */
  static void write(
      Node node, float[] weights, long inputs, long outputs, String key, String output, Scope to) {
    Channels channels = Channels.along(1, inputs, outputs);
    Weights coded =
        Weights.quantize(
            weights,
            channels,
            Codes.INT8,
            Pairs.ofDotProduct((int) inputs),
            new float[(int) outputs]);
    String codes =
        to.constant(
            key + "_quantized", Tensor.ofBytes(ElementType.INT8, coded.codes(), inputs, outputs));
    String scales = to.constant(key + "_scale", Tensor.of(coded.scales(), outputs));
    String zeros =
        to.constant(
            key + "_zero_point",
            Tensor.ofBytes(ElementType.INT8, new byte[(int) outputs], outputs));
    Scope.Codes input = to.code(node.input(0));
    String label = node.label();
    String sum = to.unique(output + "_quantized_sum");
    String number = to.unique(output + "_cast");
    String scale = to.unique(output + "_product_scale");
    to.nodes.add(
        Node.of(
            "MatMulInteger",
            label + "_quant",
            List.of(input.codes(), codes, input.zeroPoint(), zeros),
            List.of(sum)));
    Attribute target = Attribute.of("to", (long) ElementType.FLOAT32.onnxCode());
    to.nodes.add(Node.of("Cast", label + "_cast", List.of(sum), List.of(number), target));
    to.nodes.add(Node.of("Mul", label + "_scales", List.of(input.scale(), scales), List.of(scale)));
    to.nodes.add(Node.of("Mul", label + "_scaled", List.of(number, scale), List.of(output)));
  }
}
