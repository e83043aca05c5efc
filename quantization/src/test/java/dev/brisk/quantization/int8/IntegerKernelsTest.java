package dev.brisk.quantization.int8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.CompileOptions;
import dev.brisk.KernelTime;
import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.Quantizers;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.quantization.testing.Nets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The table of operators that compute in int8 and of the kernels that the runtime has for them, as
 * it tells when it runs them. Where it has none that reads and gives codes, it runs the float
 * kernel between a DequantizeLinear and a QuantizeLinear.
 */
final class IntegerKernelsTest {
  private static final long[] TWO = {2, 2};

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "Conv, QLinearConv",
    "depthwise Conv, QLinearConv",
    "ConvTranspose, ConvTranspose + DequantizeLinear + QuantizeLinear",
    "Gemm, Flatten + QGemm",
    "MatMul, Flatten + MatMulIntegerToFloat",
    "Relu, none of its own",
    "Clip, none of its own",
    "Add, QLinearAdd",
    "Mul, QLinearMul",
    "Concat, QLinearConcat",
    "AveragePool, QLinearAveragePool",
    "GlobalAveragePool, QLinearGlobalAveragePool",
    "MaxPool, NhwcMaxPool",
    "LeakyRelu, QLinearLeakyRelu",
    "Sigmoid, QLinearSigmoid",
    "Softmax, QLinearSoftmax",
    "Reshape, Reshape",
    "Transpose, none of its own",
    "Resize, Resize",
    "Pad, none of its own",
    "Slice, Slice",
  })
  void operator_runsOnKernel(String operator, String kernel) {
    assertThat(kernels(operator)).isEqualTo(kernel);
  }

  /** What runs between the convolutions before and after an operator. */
  private static String kernels(String operator) {
    Model model = net(operator);
    List<Map<String, Tensor>> samples = Nets.samples(model, 2, 1);
    QuantizationOptions options = QuantizationOptions.defaults().with("smoothing", "off");
    Quantization quantized = Quantizers.named("int8").quantize(model, samples, options);
    Accelerator accelerator = Accelerators.best();
    Set<String> names = new TreeSet<>();
    CompileOptions one = CompileOptions.defaults().threads(1);
    for (KernelTime time : accelerator.time(quantized.model(), samples.get(0), 1, one)) {
      boolean beside = time.node().matches("[abxz](_.*)?|Transpose(_token_\\d+)?");
      if (!beside) {
        names.add(time.kernel());
      }
    }
    return names.isEmpty() ? "none of its own" : String.join(" + ", names);
  }

  private static Model net(String operator) {
    Nets net = new Nets(1);
    net.input("x", 1, 8, 8, 8);
    net.conv("a", "x", 8, 8, 1);
    String y = operator(net, operator);
    boolean flat = operator.equals("Gemm") || operator.equals("MatMul");
    if (flat) {
      return net.output(y, 1, 4).model(13);
    }
    net.conv("z", y, operator.equals("Concat") ? 16 : 8, 8, 1);
    return net.output("z", 1, 8, -1, -1).model(13);
  }

  private static String operator(Nets net, String operator) {
    List<String> a = List.of("a");
    return switch (operator) {
      case "Conv" -> net.conv("y", "a", 8, 8, 3);
      case "depthwise Conv" ->
          net.node(
              "Conv",
              "y",
              List.of("a", net.weights("y_w", 0.3, 8, 1, 3, 3)),
              Attribute.of("group", 8));
      case "ConvTranspose" ->
          net.node("ConvTranspose", "y", List.of("a", net.weights("y_w", 0.3, 8, 8, 2, 2)));
      case "Gemm", "MatMul" -> {
        net.node("Flatten", "f", a);
        yield net.node(operator, "y", List.of("f", net.weights("y_w", 0.1, 512, 4)));
      }
      case "Clip" -> {
        net.constant("low", Tensor.of(new float[] {0}).reshape());
        net.constant("high", Tensor.of(new float[] {6}).reshape());
        yield net.node("Clip", "y", List.of("a", "low", "high"));
      }
      case "Add", "Mul" -> net.node(operator, "y", List.of("a", net.conv("b", "x", 8, 8, 1)));
      case "Concat" ->
          net.node(
              "Concat", "y", List.of("a", net.conv("b", "x", 8, 8, 1)), Attribute.of("axis", 1));
      case "AveragePool", "MaxPool" ->
          net.node(
              operator, "y", a, Attribute.of("kernel_shape", TWO), Attribute.of("strides", TWO));
      case "Softmax" -> net.node("Softmax", "y", a, Attribute.of("axis", 1));
      case "Reshape" -> net.node("Reshape", "y", List.of("a", longs(net, "shape", 1, 8, 4, 16)));
      case "Transpose" ->
          net.node("Transpose", "y", a, Attribute.of("perm", new long[] {0, 1, 3, 2}));
      case "Resize" -> {
        net.constant("scales", Tensor.of(new float[] {1, 1, 2, 2}, 4));
        yield net.node(
            "Resize",
            "y",
            List.of("a", "", "scales"),
            Attribute.of("mode", "nearest"),
            Attribute.of("coordinate_transformation_mode", "asymmetric"),
            Attribute.of("nearest_mode", "floor"));
      }
      case "Pad" -> net.node("Pad", "y", List.of("a", longs(net, "pads", 0, 0, 1, 1, 0, 0, 1, 1)));
      case "Slice" ->
          net.node(
              "Slice",
              "y",
              List.of("a", longs(net, "starts", 0), longs(net, "ends", 4), longs(net, "axes", 2)));
      default -> net.node(operator, "y", a);
    };
  }

  private static String longs(Nets net, String name, long... values) {
    return net.constant(name, Tensor.of(values, values.length));
  }
}
