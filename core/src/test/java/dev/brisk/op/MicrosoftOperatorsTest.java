package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Extras;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import dev.brisk.testing.OnnxRuntimeRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The operators that ONNX Runtime adds compute what it computes, quantized ones to a quantum. */
final class MicrosoftOperatorsTest {
  private static final long SEED = 20;

  private final Random random = new Random(SEED);

  /** One node with its inputs, null where one is left out; the last is the type of its output. */
  private record Case(
      String operator, List<NdArray> inputs, ElementType made, Attribute... attributes) {
    @Override
    public String toString() {
      return operator
          + " "
          + inputs
          + " "
          + Attributes.of(attributes).all().stream()
              .map(it -> it.name() + "=" + it.value())
              .toList()
          + ", seed "
          + SEED;
    }
  }

  static Stream<Case> cases() {
    return new MicrosoftOperatorsTest().all().stream();
  }

  private List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (ElementType type : List.of(ElementType.UINT8, ElementType.INT8)) {
      NdArray images = codes(type, 2, 3, 6, 5);
      NdArray zero = NdArray.scalar(type, 7);
      NdArray scale = floats(0.02f);
      for (String binary : List.of("QLinearAdd", "QLinearMul")) {
        cases.add(
            made(
                binary,
                type,
                images,
                scale,
                zero,
                codes(type, 3, 1, 5),
                floats(0.05f),
                NdArray.scalar(type, 3),
                floats(0.06f),
                zero));
      }
      List<NdArray> one = list(images, scale, zero, floats(0.015f), NdArray.scalar(type, 9));
      cases.add(new Case("QLinearSigmoid", one, type));
      cases.add(new Case("QLinearLeakyRelu", one, type, Attribute.of("alpha", 0.3f)));
      cases.add(new Case("QLinearGlobalAveragePool", one, type));
      cases.add(new Case("QLinearGlobalAveragePool", one, type, Attribute.of("channels_last", 1L)));
      cases.add(
          new Case(
              "QLinearAveragePool",
              one,
              type,
              Attribute.of("kernel_shape", new long[] {3, 2}),
              Attribute.of("pads", new long[] {1, 0, 1, 1}),
              Attribute.of("strides", new long[] {2, 1})));
      cases.add(
          new Case(
              "QLinearSoftmax",
              list(
                  images,
                  scale,
                  zero,
                  floats(1 / 256f),
                  NdArray.scalar(type, type == ElementType.INT8 ? -128 : 0)),
              type,
              Attribute.of("opset", 13L),
              Attribute.of("axis", -1L)));
      cases.add(
          new Case(
              "QLinearSoftmax",
              list(
                  images,
                  scale,
                  zero,
                  floats(1 / 256f),
                  NdArray.scalar(type, type == ElementType.INT8 ? -128 : 0)),
              type,
              Attribute.of("opset", 12L),
              Attribute.of("axis", 2L)));
      cases.add(
          new Case(
              "QLinearConcat",
              list(
                  floats(0.03f),
                  zero,
                  images,
                  scale,
                  zero,
                  codes(type, 2, 1, 6, 5),
                  floats(0.03f),
                  zero),
              type,
              Attribute.of("axis", 1L)));
      cases.add(
          made(
              "QLinearWhere",
              type,
              bools(2, 1, 6, 5),
              images,
              scale,
              zero,
              codes(type, 6, 5),
              floats(0.03f),
              NdArray.scalar(type, 1),
              floats(0.04f),
              zero));
      cases.add(
          new Case(
              "QGemm",
              list(
                  codes(type, 4, 6),
                  scale,
                  zero,
                  weights(5, 6),
                  floats(0.01f, 0.02f, 0.03f, 0.01f, 0.04f),
                  codes(ElementType.INT8, 5),
                  integers(5),
                  floats(0.9f),
                  zero),
              type,
              Attribute.of("transB", 1L),
              Attribute.of("alpha", 0.7f)));
      cases.add(
          new Case(
              "QGemm",
              list(
                  codes(type, 4, 6),
                  scale,
                  zero,
                  weights(6, 5),
                  floats(0.02f),
                  NdArray.scalar(ElementType.INT8, 2),
                  integers(4, 5)),
              ElementType.FLOAT32));
      cases.add(
          made(
              "MatMulIntegerToFloat",
              ElementType.FLOAT32,
              codes(type, 2, 4, 6),
              weights(6, 5),
              scale,
              floats(0.01f, 0.02f, 0.03f, 0.01f, 0.04f),
              zero,
              codes(ElementType.INT8, 5),
              normal(5)));
      cases.add(
          made(
              "DynamicQuantizeMatMul",
              ElementType.FLOAT32,
              normal(3, 6),
              weights(6, 5),
              floats(0.02f),
              NdArray.scalar(ElementType.INT8, 3),
              normal(5)));
    }
    for (int bits : new int[] {4, 8}) {
      Attribute[] sizes = {
        Attribute.of("K", 40L),
        Attribute.of("N", 6L),
        Attribute.of("bits", (long) bits),
        Attribute.of("block_size", 16L)
      };
      NdArray packed = codes(ElementType.UINT8, 6, 3, 2 * bits);
      NdArray scales = positive(6, 3);
      cases.add(
          new Case(
              "MatMulNBits", list(normal(2, 3, 40), packed, scales), ElementType.FLOAT32, sizes));
      cases.add(
          new Case(
              "MatMulNBits",
              list(
                  normal(2, 40),
                  packed,
                  scales,
                  codes(ElementType.UINT8, 6, bits == 4 ? 2 : 3),
                  null,
                  normal(6)),
              ElementType.FLOAT32,
              sizes));
    }
    NdArray picked = NdArray.of(ElementType.INT64, Shape.of(2, 2), new long[] {3, 0, -1, 3});
    Attribute[] blocks = {Attribute.of("block_size", 16L), Attribute.of("bits", 4L)};
    cases.add(
        new Case(
            "GatherBlockQuantized",
            list(codes(ElementType.UINT8, 4, 16), picked, positive(4, 2)),
            ElementType.FLOAT32,
            blocks));
    cases.add(
        new Case(
            "GatherBlockQuantized",
            list(
                codes(ElementType.UINT8, 4, 24),
                picked,
                positive(4, 3),
                codes(ElementType.UINT8, 4, 2)),
            ElementType.FLOAT32,
            blocks));
    cases.add(
        new Case(
            "GatherBlockQuantized",
            list(codes(ElementType.UINT8, 4, 32), picked, positive(4, 2)),
            ElementType.FLOAT32,
            Attribute.of("block_size", 16L),
            Attribute.of("bits", 8L)));
    return cases;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void agreesWithOnnxRuntime(Case test) {
    Model model = model(test);
    Tensor expected = OnnxRuntimeRun.of(model, Map.of()).get("made");
    NdArray made = (NdArray) Interpreter.of(model).run(Map.of()).get("made");
    assertThat(made.elementType()).isEqualTo(expected.elementType());
    assertThat(made.shape()).isEqualTo(expected.shape());
    Types types = ShapeInference.infer(model);
    assertThat(types.elementType("made")).isEqualTo(expected.elementType());
    assertThat(types.shape("made")).matches(shape -> shape.accepts(expected.shape()));
    double[] wanted = NdArray.of(expected).doubles();
    double most = 0;
    for (double value : wanted) {
      most = Math.max(most, Math.abs(value));
    }
    double tolerance = made.isFloat() ? 1e-5 * most : 1;
    for (int i = 0; i < wanted.length; i++) {
      assertThat(made.doubles()[i])
          .as("element " + i)
          .isCloseTo(wanted[i], org.assertj.core.api.Assertions.within(tolerance));
    }
  }

  private static Model model(Case test) {
    GraphBuilder graph = Graph.builder("test");
    List<String> names = new ArrayList<>();
    for (NdArray input : test.inputs()) {
      names.add(input == null ? "" : graph.initializer("in" + names.size(), input.toTensor()));
    }
    graph.node(
        new Node(
            "",
            Operator.MICROSOFT,
            test.operator(),
            "",
            names,
            List.of("made"),
            Attributes.of(test.attributes()),
            Extras.NONE));
    graph.output(Value.tensor("made", test.made(), null));
    return Model.of(graph.build(), ModelInfo.of(17).withOpset(Operator.MICROSOFT, 1));
  }

  private static Case made(String operator, ElementType made, NdArray... inputs) {
    return new Case(operator, List.of(inputs), made);
  }

  private static List<NdArray> list(NdArray... inputs) {
    return java.util.Arrays.asList(inputs);
  }

  private NdArray codes(ElementType type, long... dims) {
    Shape shape = Shape.of(dims);
    return NdArray.of(type, shape, random.ints(shape.elements()).toArray());
  }

  /** Of 7 bits: with more, processors without VNNI saturate sums of products of 8-bit integers. */
  private NdArray weights(long... dims) {
    Shape shape = Shape.of(dims);
    return NdArray.of(ElementType.INT8, shape, random.ints(shape.elements(), -64, 64).toArray());
  }

  private NdArray bools(long... dims) {
    Shape shape = Shape.of(dims);
    return NdArray.of(ElementType.BOOL, shape, random.ints(shape.elements(), 0, 2).toArray());
  }

  private NdArray integers(long... dims) {
    Shape shape = Shape.of(dims);
    return NdArray.of(
        ElementType.INT32, shape, random.ints(shape.elements(), -3000, 3000).toArray());
  }

  private NdArray normal(long... dims) {
    Shape shape = Shape.of(dims);
    double[] values = random.doubles(shape.elements(), -2, 2).toArray();
    return NdArray.of(ElementType.FLOAT32, shape, values);
  }

  private NdArray positive(long... dims) {
    Shape shape = Shape.of(dims);
    double[] values = random.doubles(shape.elements(), 0.01, 0.1).toArray();
    return NdArray.of(ElementType.FLOAT32, shape, values);
  }

  private static NdArray floats(float... values) {
    return NdArray.of(
        ElementType.FLOAT32, values.length == 1 ? Shape.scalar() : Shape.of(values.length), values);
  }
}
