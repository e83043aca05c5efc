package dev.brisk.backend.remote;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.QuantizationKernels;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The codes that a quantized model itself makes of a float32 input, or makes an output of: a server
 * whose copy of the model begins or ends with them gets and gives a quarter of the bytes.
 *
 * @param type of the codes, of 8 bits
 */
record Codes(ElementType type, float scale, int zeroPoint) {
  /** The codes by which all that reads an input begins; null if there are none. */
  static @Nullable Codes ofInput(Model model, String input) {
    Graph graph = model.graph();
    List<Node> readers = graph.consumers(input);
    Set<Codes> found = new HashSet<>();
    for (Node reader : readers) {
      Codes codes = reader.is("QuantizeLinear") ? of(graph, reader) : null;
      if (codes == null) {
        return null;
      }
      found.add(codes);
    }
    return found.size() == 1 && !graph.isOutput(input) ? found.iterator().next() : null;
  }

  /** The codes of which an output is made; null if there are none. */
  static @Nullable Codes ofOutput(Model model, String output) {
    Node producer = model.graph().producer(output);
    return producer != null && producer.is("DequantizeLinear") ? of(model.graph(), producer) : null;
  }

  private static @Nullable Codes of(Graph graph, Node node) {
    if (node.inputs().size() < 3) {
      return null;
    }
    Initializer scale = graph.constant(node.input(1));
    Initializer zero = graph.constant(node.input(2));
    if (scale == null
        || zero == null
        || scale.elementType() != ElementType.FLOAT32
        || scale.shape().elements() != 1
        || zero.shape().elements() != 1) {
      return null;
    }
    ElementType type = zero.elementType();
    return type == ElementType.INT8 || type == ElementType.UINT8
        ? new Codes(type, scale.tensor().toFloatArray()[0], zero.tensor().toIntArray()[0])
        : null;
  }

  /** The codes of numbers. */
  Tensor quantized(Tensor numbers) {
    float[] values = numbers.toFloatArray();
    byte[] codes = new byte[values.length];
    QuantizationKernels.best().quantize(type, values, 0, codes, 0, values.length, scale, zeroPoint);
    Tensor quantized = Tensor.allocate(type, numbers.shape());
    quantized.asByteBuffer().put(codes);
    return quantized;
  }

  /** The numbers of codes. */
  Tensor dequantized(Tensor codes) {
    byte[] bytes = codes.toByteArray();
    float[] values = new float[bytes.length];
    QuantizationKernels.best()
        .dequantize(type, bytes, 0, values, 0, values.length, scale, zeroPoint);
    return Tensor.of(values, codes.shape().dims());
  }
}
