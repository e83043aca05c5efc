package dev.brisk.quantization.half;

import dev.brisk.graph.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which operators the ONNX standard defines on 16-bit floats, from which operator set on, and which
 * of their inputs and outputs are float32 all the same. An operator that is not listed stays
 * float32: the standard has no 16-bit form of it, or rounding would spoil its results.
 */
final class Support {
  private static final int NEVER = Integer.MAX_VALUE;

  private record Since(int float16, int bfloat16) {}

  private static final Map<String, Since> OPERATORS = new HashMap<>();

  static {
    list(
        1,
        13,
        "Abs Add ArgMax ArgMin Cast Ceil Clip Concat DepthToSpace Div Dropout Erf Exp Expand",
        "Flatten Floor Gather GatherElements GatherND Gemm Greater Hardmax Identity IsNaN LRN Less",
        "Log LogSoftmax MatMul Max Mean MeanVarianceNormalization Min Mod Mul Neg NonZero Pad Pow",
        "Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin",
        "ReduceProd ReduceSum ReduceSumSquare Relu Reshape Resize ScatterElements ScatterND Shape",
        "Sigmoid Sign Size Slice Softmax SpaceToDepth Split Sqrt Squeeze Sub Sum Tanh Tile",
        "Transpose Unsqueeze");
    list(11, 13, "Equal");
    list(14, 14, "Trilu");
    list(1, 14, "BatchNormalization");
    list(15, 15, "CastLike");
    list(1, 16, "GreaterOrEqual LeakyRelu LessOrEqual PRelu Where");
    list(17, 17, "LayerNormalization");
    list(18, 18, "GroupNormalization");
    list(20, 20, "Gelu IsInf");
    list(9, 20, "ConstantOfShape");
    list(
        1,
        22,
        "Acos Acosh Asin Asinh Atan Atanh AveragePool Conv ConvTranspose Cosh DeformConv Elu GRU",
        "GlobalAveragePool GlobalLpPool GlobalMaxPool GridSample HardSigmoid HardSwish",
        "InstanceNormalization LSTM LpNormalization LpPool MaxPool MaxUnpool Mish RNN Round Selu",
        "Sinh Softplus Softsign ThresholdedRelu");
    list(23, 23, "Attention RMSNormalization RotaryEmbedding");
    list(24, 24, "Swish");
    list(1, NEVER, "Compress Einsum ReverseSequence Shrink");
  }

  /** Inputs that the standard says are float32, or that are to be as exact as can be. */
  private static final Map<String, Set<Integer>> FLOAT32_INPUTS =
      Map.of("Resize", Set.of(1, 2), "Dropout", Set.of(1), "GridSample", Set.of(1));

  /** Outputs that the standard says are float32. */
  private static final Map<String, Set<Integer>> FLOAT32_OUTPUTS =
      Map.of("LayerNormalization", Set.of(1, 2));

  private Support() {}

  private static void list(int float16, int bfloat16, String... operators) {
    Since since = new Since(float16, bfloat16);
    for (String operator : String.join(" ", operators).split(" ", -1)) {
      OPERATORS.put(operator, since);
    }
  }

  /** Why a node cannot compute in a format under an operator set; empty if it can. */
  static Optional<String> obstacle(Node node, HalfFormat format, int opset) {
    if (!node.domain().isEmpty()) {
      return Optional.of("operators of domain '" + node.domain() + "' are not converted");
    }
    int since = since(node.operator(), format);
    if (since == NEVER) {
      return Optional.of(node.operator() + " is not done in " + format);
    } else if (since > opset) {
      return Optional.of(
          "%s takes %s from operator set %d on, and the model has %d"
              .formatted(node.operator(), format, since, opset));
    } else if (node.is("BatchNormalization") && node.outputs().size() > 1) {
      return Optional.of("it gives statistics, which are float32");
    } else if (node.attributes().intOr("stash_type", 1) != 1) {
      return Optional.of("it asks for statistics that are not float32");
    }
    return Optional.empty();
  }

  /** The least operator set in which the standard has the operator in the format. */
  static int since(String operator, HalfFormat format) {
    Since since = OPERATORS.get(operator);
    return since == null
        ? NEVER
        : format == HalfFormat.FLOAT16 ? since.float16() : since.bfloat16();
  }

  /** Whether a node that computes in 16 bits reads one of its inputs as float32. */
  static boolean readsFloat32(Node node, int input) {
    return FLOAT32_INPUTS.getOrDefault(node.operator(), Set.of()).contains(input);
  }

  /** Whether a node that computes in 16 bits gives one of its outputs as float32. */
  static boolean givesFloat32(Node node, int output) {
    return FLOAT32_OUTPUTS.getOrDefault(node.operator(), Set.of()).contains(output);
  }
}
