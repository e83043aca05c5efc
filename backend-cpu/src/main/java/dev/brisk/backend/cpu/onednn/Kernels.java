package dev.brisk.backend.cpu.onednn;

import dev.brisk.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The kernels by operator, the one list of them. */
final class Kernels {
  private static final Map<String, List<KernelMaker>> ALL = all();

  private Kernels() {}

  private static Map<String, List<KernelMaker>> all() {
    Map<String, List<KernelMaker>> all = new HashMap<>();
    add(all, ConvolutionKernel::make, "Conv");
    add(all, MatMulKernel::make, "MatMul", "Gemm");
    add(all, PoolingKernel::make, "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool");
    add(all, ConversionKernel::make, "QuantizeLinear", "DequantizeLinear");
    add(all, SoftmaxKernel::make, "Softmax", "LogSoftmax");
    add(all, LayerNormalizationKernel::make, "LayerNormalization");
    add(all, ConcatKernel::make, "Concat");
    add(all, ViewKernel::make, "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose");
    add(all, ViewKernel::make, "Identity");
    add(all, PartKernel::make, "Slice", "Split");
    add(all, GatherKernel::make, "Gather");
    add(all, CastKernel::make, "Cast");
    add(all, ReductionKernel::make, "ReduceMean", "ReduceSum");
    add(all, ResizeKernel::make, "Resize");
    add(all, PadKernel::make, "Pad");
    add(all, PointwiseKernel::make, "Add", "Sub", "Mul", "Div", "Max", "Min");
    add(all, PointwiseKernel::make, "Relu", "LeakyRelu", "Clip", "Sigmoid", "Tanh", "Swish");
    add(all, PointwiseKernel::make, "Gelu", "HardSigmoid", "HardSwish", "Elu", "Softplus");
    add(all, PointwiseKernel::make, "Mish", "Abs", "Neg", "Sqrt", "Exp", "Log", "Reciprocal");
    add(all, PointwiseKernel::make, "Round");
    return all;
  }

  private static void add(
      Map<String, List<KernelMaker>> all, KernelMaker maker, String... operators) {
    for (String operator : operators) {
      all.put(operator, List.of(maker));
    }
  }

  /** What makes kernels for a node's operator. */
  static List<KernelMaker> of(Node node) {
    return node.domain().isEmpty() ? ALL.getOrDefault(node.operator(), List.of()) : List.of();
  }
}
