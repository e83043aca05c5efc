package dev.brisk.quantization.rounding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import dev.brisk.quantization.testing.Nets;
import dev.brisk.quantization.testing.Runs;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PatchesTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void patchesTimesWeights_areTheLayersResults(int seed) {
    Random random = new Random(seed);
    int groups = 1 + random.nextInt(3);
    int from = groups * (1 + random.nextInt(3));
    int to = groups * (1 + random.nextInt(3));
    int rank = 1 + random.nextInt(2);
    Nets nets = new Nets(seed);
    long[] image = rank == 1 ? new long[] {2, from, 11} : new long[] {2, from, 11, 9};
    nets.input("x", image);
    long[] kernel = random.ints(rank, 1, 4).asLongStream().toArray();
    long[] dims =
        rank == 1
            ? new long[] {to, from / groups, kernel[0]}
            : new long[] {to, from / groups, kernel[0], kernel[1]};
    nets.weights("w", 1, dims);
    Attribute padding =
        random.nextBoolean()
            ? Attribute.of("auto_pad", random.nextBoolean() ? "SAME_UPPER" : "SAME_LOWER")
            : Attribute.of("pads", random.ints(2L * rank, 0, 3).asLongStream().toArray());
    nets.node(
        "Conv",
        "y",
        List.of("x", "w"),
        padding,
        Attribute.of("group", (long) groups),
        Attribute.of("strides", random.ints(rank, 1, 3).asLongStream().toArray()));
    long[] free = new long[rank + 2];
    Arrays.fill(free, -1);
    check(nets.output("y", free).model(13), seed);
  }

  @ParameterizedTest(name = "transB {0}")
  @ValueSource(longs = {0, 1})
  void rowsTimesWeights_areTheProduct(long transposed) {
    Nets nets = new Nets(1);
    nets.input("x", 4, 6);
    nets.weights("w", 1, transposed == 1 ? new long[] {5, 6} : new long[] {6, 5});
    nets.node("Gemm", "y", List.of("x", "w"), Attribute.of("transB", transposed));
    Model model = nets.output("y", 4, 5).model(13);
    Node layer = model.graph().nodes().get(0);
    Tensor weights = model.graph().constant("w").tensor();
    Patches patches = Patches.of(layer, weights.shape());
    Tensor input = Nets.samples(model, 1, 2).get(0).get("x");
    assertThat(patches.size()).isEqualTo(6);
    assertThat(patches.positions(input.shape())).isEqualTo(4);
    assertThat(patches.places(input.shape(), 2)).containsExactly(12, 13, 14, 15, 16, 17);
  }

  private static void check(Model model, int seed) {
    Map<String, Tensor> sample = Nets.samples(model, 1, seed).get(0);
    Tensor result = Runs.run(model, sample).get("y");
    Tensor input = sample.get("x");
    Tensor weights = model.graph().constant("w").tensor();
    Patches patches = Patches.of(model.graph().nodes().get(0), weights.shape());
    long positions = patches.positions(input.shape());
    int outputs = Math.toIntExact(weights.shape().dim(0));
    int batch = Math.toIntExact(input.shape().dim(0));
    assertThat(positions * outputs).isEqualTo(result.elements());
    int plane = Math.toIntExact(positions / batch);
    for (int position = 0; position < positions; position++) {
      for (int output = 0; output < outputs; output++) {
        int at = (position / plane * outputs + output) * plane + position % plane;
        assertThat(product(patches, input, weights, position, output))
            .isCloseTo(result.toFloatArray()[at], Offset.offset(1e-4));
      }
    }
  }

  private static double product(
      Patches patches, Tensor input, Tensor weights, long position, int output) {
    int group = output / Math.toIntExact(weights.shape().dim(0) / patches.groups());
    int[] places = patches.places(input.shape(), position);
    double sum = 0;
    for (int i = 0; i < places.length; i++) {
      int place = places[i] + patches.distance(input.shape(), group);
      float value = places[i] < 0 ? 0 : input.toFloatArray()[place];
      sum += value * weights.toFloatArray()[output * places.length + i];
    }
    return sum;
  }
}
