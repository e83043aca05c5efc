package dev.brisk.op;

import dev.brisk.ElementType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one list of operators. */
public final class Operators {
  private static final String ONNX = "";
  private static final String MICROSOFT = Operator.MICROSOFT;

  private static final List<Operator> ALL =
      List.of(
          new BatchNormalization(),
          new Cast(),
          new CastLike(),
          new Concat(),
          new Constant(),
          new ConstantOfShape(),
          new Conv(),
          new ConvInteger(),
          new ConvTranspose(),
          new DepthToSpace(),
          new DequantizeLinear(ONNX),
          new DequantizeLinear(MICROSOFT),
          new Dropout(),
          new DynamicQuantizeLinear(),
          new DynamicQuantizeMatMul(),
          new Expand(),
          new Flatten(),
          new FusedConv(),
          new FusedMatMul(),
          new Gather(),
          new GatherElements(),
          new GatherNd(),
          new Gemm(),
          new GlobalPool(ONNX, "GlobalAveragePool"),
          new GlobalPool(ONNX, "GlobalLpPool"),
          new GlobalPool(ONNX, "GlobalMaxPool"),
          new GlobalPool(MICROSOFT, "QLinearGlobalAveragePool"),
          new Identity(),
          new If(),
          new LayerNormalization(),
          new MatMul(),
          new MatMulInteger(),
          new MatMulIntegerToFloat(),
          new MatMulNBits(),
          new NonMaxSuppression(),
          new NonZero(),
          new OneHot(),
          new Pad(),
          new Pool(ONNX, "AveragePool"),
          new Pool(ONNX, "LpPool"),
          new Pool(ONNX, "MaxPool"),
          new Pool(MICROSOFT, "QLinearAveragePool"),
          new QGemm(),
          new QLinearBinary(MICROSOFT, "QLinearAdd"),
          new QLinearBinary(MICROSOFT, "QLinearMul"),
          new QLinearConcat(),
          new QLinearConv(),
          new QLinearMatMul(),
          new QuantizeLinear(ONNX),
          new QuantizeLinear(MICROSOFT),
          new Range(),
          new Recurrent(ONNX, "GRU", 3),
          new Recurrent(ONNX, "LSTM", 4),
          new Recurrent(ONNX, "RNN", 1),
          new Recurrent(MICROSOFT, "DynamicQuantizeLSTM", 4),
          new Reduction("ArgMax"),
          new Reduction("ArgMin"),
          new Reduction("ReduceL1"),
          new Reduction("ReduceL2"),
          new Reduction("ReduceLogSum"),
          new Reduction("ReduceLogSumExp"),
          new Reduction("ReduceMax"),
          new Reduction("ReduceMean"),
          new Reduction("ReduceMin"),
          new Reduction("ReduceProd"),
          new Reduction("ReduceSum"),
          new Reduction("ReduceSumSquare"),
          new Reshape(),
          new Resize(),
          new ShapeOf(),
          new Size(),
          new Slice(),
          new SpaceToDepth(),
          new Split(),
          new Squeeze(),
          new Tile(),
          new TopK(),
          new Transpose(),
          new Unsqueeze(),
          new Upsample(),
          new Variadic("Max"),
          new Variadic("Mean"),
          new Variadic("Min"),
          new Variadic("Sum"),
          new Where(),
          Binary.ofSizes("Add", Double::sum, Long::sum, Dim::plus),
          Binary.of("Sub", (a, b) -> a - b, (a, b) -> a - b),
          Binary.ofSizes("Mul", (a, b) -> a * b, (a, b) -> a * b, Dim::times),
          Binary.of("Div", (a, b) -> a / b, (a, b) -> a / b).unsigned(Long::divideUnsigned),
          Binary.test("And", (a, b) -> 0, (a, b) -> a & b),
          Binary.test("Equal", (a, b) -> a == b ? 1 : 0, (a, b) -> a == b ? 1 : 0),
          Binary.test("Greater", (a, b) -> a > b ? 1 : 0, (a, b) -> a > b ? 1 : 0)
              .unsigned((a, b) -> Long.compareUnsigned(a, b) > 0 ? 1 : 0),
          Binary.test("GreaterOrEqual", (a, b) -> a >= b ? 1 : 0, (a, b) -> a >= b ? 1 : 0)
              .unsigned((a, b) -> Long.compareUnsigned(a, b) >= 0 ? 1 : 0),
          Binary.test("Less", (a, b) -> a < b ? 1 : 0, (a, b) -> a < b ? 1 : 0)
              .unsigned((a, b) -> Long.compareUnsigned(a, b) < 0 ? 1 : 0),
          Binary.test("LessOrEqual", (a, b) -> a <= b ? 1 : 0, (a, b) -> a <= b ? 1 : 0)
              .unsigned((a, b) -> Long.compareUnsigned(a, b) <= 0 ? 1 : 0),
          Binary.test("Or", (a, b) -> 0, (a, b) -> a | b),
          Binary.test("Xor", (a, b) -> 0, (a, b) -> a ^ b),
          Unary.of("Abs", Math::abs),
          Unary.of("Acos"),
          Unary.of("Acosh"),
          Unary.of("Asin"),
          Unary.of("Asinh"),
          Unary.of("Atan"),
          Unary.of("Atanh"),
          Unary.of("Ceil", Math::ceil),
          Unary.of("Celu"),
          Unary.of("Clip"),
          Unary.of("Cos"),
          Unary.of("Cosh"),
          Unary.of("CumSum"),
          Unary.of("Elu"),
          Unary.of("Erf"),
          Unary.of("Exp", Math::exp),
          Unary.of("Floor", Math::floor),
          Unary.of("Gelu"),
          Unary.of("GroupNormalization"),
          Unary.of("HardSigmoid"),
          Unary.of("HardSwish"),
          Unary.of("Hardmax"),
          Unary.of("InstanceNormalization"),
          Unary.of("LRN"),
          Unary.of("LeakyRelu"),
          Unary.of("Log", Math::log),
          Unary.of("LogSoftmax"),
          Unary.of("LpNormalization"),
          Unary.of("MeanVarianceNormalization"),
          Unary.of("Mish"),
          Unary.of("Neg", value -> -value),
          Unary.of("PRelu"),
          Unary.of("RMSNormalization"),
          Unary.of("Reciprocal", value -> 1 / value),
          Unary.of("Relu", value -> Math.max(value, 0)),
          Unary.of("Round", Math::rint),
          Unary.of("ScatterElements"),
          Unary.of("ScatterND"),
          Unary.of("Selu"),
          Unary.of("Shrink"),
          Unary.of("Sigmoid"),
          Unary.of("Sign", Math::signum),
          Unary.of("Sin"),
          Unary.of("Sinh"),
          Unary.of("Softmax"),
          Unary.of("Softplus"),
          Unary.of("Softsign"),
          Unary.of("Sqrt", Math::sqrt),
          Unary.of("Swish"),
          Unary.of("Tan"),
          Unary.of("Tanh"),
          Unary.of("ThresholdedRelu"),
          Unary.of("Trilu"),
          Unary.giving(ElementType.BOOL, "IsInf", null),
          Unary.giving(ElementType.BOOL, "IsNaN", value -> Double.isNaN(value) ? 1 : 0),
          Unary.giving(ElementType.BOOL, "Not", value -> 1 - value),
          Unary.of(MICROSOFT, "BiasGelu"),
          Unary.of(MICROSOFT, "FastGelu"),
          Unary.of(MICROSOFT, "Gelu"),
          Unary.of(MICROSOFT, "QLinearLeakyRelu"),
          Unary.of(MICROSOFT, "QLinearSigmoid"),
          Unary.of(MICROSOFT, "QLinearSoftmax"),
          Unary.of(MICROSOFT, "QuickGelu"),
          Unary.of(MICROSOFT, "SkipLayerNormalization"));

  private static final Map<String, Operator> BY_NAME = index();

  private Operators() {}

  /** All operators known. */
  public static List<Operator> all() {
    return ALL;
  }

  /** The operator of a domain and type, or null if it is not known. */
  public static @Nullable Operator find(String domain, String type) {
    return BY_NAME.get(domain + ":" + type);
  }

  private static Map<String, Operator> index() {
    Map<String, Operator> index = new HashMap<>();
    ALL.forEach(operator -> index.put(operator.domain() + ":" + operator.type(), operator));
    return Map.copyOf(index);
  }
}
