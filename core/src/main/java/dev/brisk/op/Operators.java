package dev.brisk.op;

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
          new AffineGrid(),
          ArgReduction.greatest(),
          ArgReduction.least(),
          new Attention(),
          new BatchNormalization(),
          new BiasGelu("BiasGelu", Activations::gelu),
          new BiasGelu("FastGelu", Activations::tanhGelu),
          new BitCast(),
          new BitShift(),
          new Cast(),
          new CastLike(),
          new CenterCropPad(),
          new CausalConvWithState(),
          new Clip(),
          new Col2Im(),
          new Compress(),
          new Concat(),
          new ConcatFromSequence(),
          new Constant(),
          new ConstantOfShape(),
          new Conv(),
          new ConvInteger(),
          new ConvTranspose(),
          new Cumulative("CumProd"),
          new Cumulative("CumSum"),
          new DeformConv(),
          new DepthToSpace(),
          new DequantizeLinear(ONNX),
          new DequantizeLinear(MICROSOFT),
          new Det(),
          new Dropout(),
          new DynamicQuantizeLinear(),
          new DynamicQuantizeMatMul(),
          new Einsum(),
          new EmbedLayerNormalization(),
          new Expand(),
          new EyeLike(),
          new FlexAttention(),
          new Flatten(),
          new FusedConv(),
          new FusedMatMul(),
          new Gather(),
          new GatherBlockQuantized(),
          new GatherElements(),
          new GatherNd(),
          new Gemm(),
          new GlobalPool(ONNX, "GlobalAveragePool"),
          new GlobalPool(ONNX, "GlobalLpPool"),
          new GlobalPool(ONNX, "GlobalMaxPool"),
          new GridSample(),
          new GroupNormalization("GroupNormalization"),
          new GroupNormalization("InstanceNormalization"),
          new Identity(),
          new If(),
          new LayerNormalization("LayerNormalization", true),
          new LayerNormalization("RMSNormalization", false),
          new LayerNormalization("SimplifiedLayerNormalization", false),
          new Loop(),
          new LinearAttention(),
          new LpNormalization(),
          new Lrn(),
          new MatMul(),
          new MatMulInteger(),
          new MatMulIntegerToFloat(),
          new MatMulNBits(),
          new MaxRoiPool(),
          new MaxUnpool(),
          new MeanVarianceNormalization(),
          new Mod(),
          new MultiHeadAttention(),
          new NegativeLogLikelihoodLoss("NegativeLogLikelihoodLoss", false),
          new NegativeLogLikelihoodLoss("SoftmaxCrossEntropyLoss", true),
          new NonMaxSuppression(),
          new NonZero(),
          new OnNumbers("QLinearAveragePool", "AveragePool"),
          new OnNumbers("QLinearGlobalAveragePool", "GlobalAveragePool"),
          new OnNumbers("QLinearLeakyRelu", "LeakyRelu"),
          new OnNumbers("QLinearSigmoid", "Sigmoid"),
          new OnNumbers("QLinearSoftmax", "Softmax"),
          new OneHot(),
          new Optional(),
          new OptionalGetElement(),
          new OptionalHasElement(),
          new Pow(),
          new PRelu(),
          new Pad(),
          new Pool(ONNX, "AveragePool"),
          new Pool(ONNX, "LpPool"),
          new Pool(ONNX, "MaxPool"),
          new ProjectedAttention(),
          new QAttention(),
          new QGemm(),
          new QLinearBinary(MICROSOFT, "QLinearAdd"),
          new QLinearBinary(MICROSOFT, "QLinearMul"),
          new QLinearConcat(),
          new QLinearConv(),
          new QLinearMatMul(),
          new QLinearWhere(),
          new QuantizeLinear(ONNX),
          new QuantizeLinear(MICROSOFT),
          new Range(),
          new Recurrent(ONNX, "GRU", 3),
          new Recurrent(ONNX, "LSTM", 4),
          new Recurrent(ONNX, "RNN", 1),
          new Recurrent(MICROSOFT, "DynamicQuantizeLSTM", 4),
          new Reduction("ReduceL1", Fold.L1),
          new Reduction("ReduceL2", Fold.L2),
          new Reduction("ReduceLogSum", Fold.LOG_OF_SUM),
          new Reduction("ReduceLogSumExp", Fold.LOG_OF_SUM_OF_POWERS),
          new Reduction("ReduceMax", Fold.MAX),
          new Reduction("ReduceMean", Fold.MEAN),
          new Reduction("ReduceMin", Fold.MIN),
          new Reduction("ReduceProd", Fold.PRODUCT),
          new Reduction("ReduceSum", Fold.SUM),
          new Reduction("ReduceSumSquare", Fold.SUM_OF_SQUARES),
          new Reshape(),
          new Resize(),
          new ReverseSequence(),
          new RoiAlign(),
          new Scan(),
          ScatterElements.current(),
          ScatterElements.former(),
          new ScatterNd(),
          new SequenceAt(),
          new SequenceConstruct(),
          new SequenceEmpty(),
          new SequenceErase(),
          new SequenceInsert(),
          new SequenceLength(),
          new SequenceMap(),
          new RotaryEmbedding(ONNX),
          new RotaryEmbedding(MICROSOFT),
          new ShapeOf(),
          new Size(),
          new SkipLayerNormalization("SkipLayerNormalization", true),
          new SkipLayerNormalization("SkipSimplifiedLayerNormalization", false),
          new Slice(),
          new Softmax("Hardmax", Softmax::hardmax),
          new Softmax("LogSoftmax", Softmax::logSoftmax),
          new Softmax("Softmax", Softmax::softmax),
          new SpaceToDepth(),
          new Split(),
          new SplitToSequence(),
          new Squeeze(),
          new TensorScatter(),
          new SwiGlu(),
          new Tile(),
          new TopK(),
          new Transpose(),
          new Trilu(),
          new Unique(),
          new Unsqueeze(),
          new Upsample(),
          new Variadic("Max", Fold.MAX),
          new Variadic("Mean", Fold.MEAN),
          new Variadic("Min", Fold.MIN),
          new Variadic("Sum", Fold.SUM),
          new Where(),
          Binary.ofSizes("Add", Double::sum, Long::sum, Dim::plus),
          Binary.of("Sub", (a, b) -> a - b, (a, b) -> a - b),
          Binary.ofSizes("Mul", (a, b) -> a * b, (a, b) -> a * b, Dim::times),
          Binary.of("Div", (a, b) -> a / b, (a, b) -> a / b).unsigned(Long::divideUnsigned),
          Binary.of("BitwiseAnd", (a, b) -> 0, (a, b) -> a & b),
          Binary.of("BitwiseOr", (a, b) -> 0, (a, b) -> a | b),
          Binary.of("BitwiseXor", (a, b) -> 0, (a, b) -> a ^ b),
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
          Unary.of("Abs", Math::abs, Math::abs).unsigned(x -> x),
          Unary.of("Acos", Math::acos),
          Unary.of("Acosh", Activations::acosh),
          Unary.of("Asin", Math::asin),
          Unary.of("Asinh", Activations::asinh),
          Unary.of("Atan", Math::atan),
          Unary.of("Atanh", Activations::atanh),
          Unary.of("Ceil", Math::ceil),
          Unary.with("Celu", its -> Activations.celu(its.floatOr("alpha", 1))),
          Unary.of("Cos", Math::cos),
          Unary.of("Cosh", Math::cosh),
          Unary.with("Elu", its -> Activations.elu(its.floatOr("alpha", 1))),
          Unary.of("Erf", Activations::erf),
          Unary.of("Exp", Math::exp),
          Unary.of("Floor", Math::floor),
          Unary.with(
              "Gelu",
              its ->
                  its.stringOr("approximate", "none").equals("tanh")
                      ? Activations::tanhGelu
                      : Activations::gelu),
          Unary.with(
              "HardSigmoid",
              its ->
                  Activations.hardSigmoid(its.floatOr("alpha", 0.2f), its.floatOr("beta", 0.5f))),
          Unary.of("HardSwish", Activations::hardSwish),
          Unary.with("LeakyRelu", its -> Activations.leakyRelu(its.floatOr("alpha", 0.01f))),
          Unary.of("Log", Math::log),
          Unary.of("Mish", Activations::mish),
          Unary.of("Neg", x -> -x, x -> -x),
          Unary.of("Reciprocal", x -> 1 / x),
          Unary.of("Relu", x -> Math.max(x, 0), x -> Math.max(x, 0)),
          Unary.of("Round", Math::rint),
          Unary.with(
              "Selu",
              its ->
                  Activations.selu(
                      its.floatOr("alpha", 1.6732632f), its.floatOr("gamma", 1.050701f))),
          Unary.with(
              "Shrink",
              its -> Activations.shrink(its.floatOr("bias", 0), its.floatOr("lambd", 0.5f))),
          Unary.of("Sigmoid", Activations::sigmoid),
          Unary.of("Sign", Math::signum, Long::signum).unsigned(x -> x == 0 ? 0 : 1),
          Unary.of("Sin", Math::sin),
          Unary.of("Sinh", Math::sinh),
          Unary.of("Softplus", Activations::softplus),
          Unary.of("Softsign", Activations::softsign),
          Unary.of("Sqrt", Math::sqrt),
          Unary.with("Swish", its -> Activations.swish(its.floatOr("alpha", 1))),
          Unary.of("Tan", Math::tan),
          Unary.of("Tanh", Math::tanh),
          Unary.with(
              "ThresholdedRelu", its -> Activations.thresholdedRelu(its.floatOr("alpha", 1))),
          Unary.test(
              "IsInf",
              its ->
                  Activations.infinite(
                      its.intOr("detect_negative", 1) != 0, its.intOr("detect_positive", 1) != 0)),
          Unary.test("IsNaN", its -> x -> Double.isNaN(x) ? 1 : 0),
          Unary.ofIntegers("BitwiseNot", x -> ~x),
          Unary.ofIntegers("Not", x -> 1 - x),
          Unary.with(
              MICROSOFT, "QuickGelu", its -> Activations.swish(its.floatOr("alpha", 1.702f))),
          Unary.with(MICROSOFT, "Gelu", its -> Activations::gelu));

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
