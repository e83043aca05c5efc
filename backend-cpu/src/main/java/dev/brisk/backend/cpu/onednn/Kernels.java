package dev.brisk.backend.cpu.onednn;

import dev.brisk.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The kernels by operator, the one list of them. */
final class Kernels {
  private static final Map<String, Entry> ALL = all();

  private Kernels() {}

  /**
   * What makes the kernels of an operator.
   *
   * @param means what they run on, for people
   */
  private record Entry(String means, KernelMaker maker) {}

  private static Map<String, Entry> all() {
    Map<String, Entry> all = new TreeMap<>();
    add(all, "convolution", ConvolutionKernel::make, "Conv");
    add(all, "matmul", MatMulKernel::make, "MatMul", "Gemm");
    add(all, "pooling", PoolingKernel::make, "MaxPool", "AveragePool");
    add(all, "pooling", PoolingKernel::make, "GlobalAveragePool", "GlobalMaxPool");
    add(all, "reorder", ConversionKernel::make, "QuantizeLinear", "DequantizeLinear");
    add(all, "softmax", SoftmaxKernel::make, "Softmax", "LogSoftmax");
    add(all, "layer normalization", LayerNormalizationKernel::make, "LayerNormalization");
    add(all, "concat", ConcatKernel::make, "Concat");
    add(all, "a view", ViewKernel::make, "Reshape", "Flatten", "Squeeze", "Unsqueeze");
    add(all, "a view", ViewKernel::make, "Transpose", "Identity");
    add(all, "a view, or reorder", PartKernel::make, "Slice", "Split");
    add(all, "copies of rows", GatherKernel::make, "Gather");
    add(all, "a loop in Java", CastKernel::make, "Cast");
    add(all, "reduction", ReductionKernel::make, "ReduceMean", "ReduceSum");
    add(all, "resampling", ResizeKernel::make, "Resize");
    add(all, "fill and reorder", PadKernel::make, "Pad");
    add(all, "binary", PointwiseKernel::make, "Add", "Sub", "Mul", "Div", "Max", "Min");
    add(all, "eltwise", PointwiseKernel::make, "Relu", "LeakyRelu", "Clip", "Sigmoid", "Tanh");
    add(all, "eltwise", PointwiseKernel::make, "Swish", "Gelu", "HardSigmoid", "HardSwish");
    add(all, "eltwise", PointwiseKernel::make, "Elu", "Softplus", "Mish", "Abs", "Neg", "Sqrt");
    add(all, "eltwise", PointwiseKernel::make, "Exp", "Log", "Reciprocal", "Round");
    return all;
  }

  private static void add(
      Map<String, Entry> all, String means, KernelMaker maker, String... operators) {
    for (String operator : operators) {
      all.put(operator, new Entry(means, maker));
    }
  }

  /** What makes kernels for a node's operator. */
  static List<KernelMaker> of(Node node) {
    Entry entry = node.domain().isEmpty() ? ALL.get(node.operator()) : null;
    return entry == null ? List.of() : List.of(entry.maker());
  }

  /** The operators, sorted, each with what it runs on, as rows of a Markdown table. */
  static String table() {
    StringBuilder table = new StringBuilder("| operator | runs on |\n|---|---|\n");
    ALL.forEach(
        (operator, entry) ->
            table.append("| %s | %s |%n".formatted(operator, entry.means()).replace("\r", "")));
    return table.toString();
  }
}
