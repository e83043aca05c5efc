package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models whose shapes do not fit, told before they run. */
final class MisfitsTest {
  private final GraphBuilder graph = Graph.builder("test");

  private Types infer(int opset, List<String> outputs) {
    outputs.forEach(name -> graph.output(Value.tensor(name, ElementType.FLOAT32, null)));
    return ShapeInference.infer(Model.of(graph.build(), ModelInfo.of(opset)));
  }

  private static Shape shape(String dims) {
    return Shape.of(
        Arrays.stream(dims.split(" "))
            .mapToLong(it -> it.equals("?") ? -1 : Long.parseLong(it))
            .toArray());
  }

  private Types split(int opset, long whole, String sizes, int parts, Attribute... attributes) {
    graph.input("x", ElementType.FLOAT32, Shape.of(2, whole));
    List<String> inputs = List.of("x");
    if (!sizes.isEmpty()) {
      long[] given = Arrays.stream(sizes.split(" ")).mapToLong(Long::parseLong).toArray();
      graph.initializer("sizes", Tensor.of(given, given.length));
      inputs = List.of("x", "sizes");
    }
    List<String> outputs = LongStream.range(0, parts).mapToObj(i -> "part" + i).toList();
    Attribute[] all = Arrays.copyOf(attributes, attributes.length + 1);
    all[attributes.length] = Attribute.of("axis", 1L);
    graph.node(Node.of("Split", "cut", inputs, outputs, all));
    return infer(opset, outputs);
  }

  @ParameterizedTest
  @CsvSource({"6, 2 3, 2", "6, 2 2 2, 2", "6, 6, 2", "6, 7 -1, 2"})
  void split_needsSizesThatAddUp(long whole, String sizes, int parts) {
    assertThatThrownBy(() -> split(13, whole, sizes, parts))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("'cut'")
        .hasMessageContaining("must be 0 or more and add up to 6, but are [");
  }

  @ParameterizedTest
  @CsvSource({"13, 7, 2, 2", "18, 6, 2, 3"})
  void split_needsAsManyEqualParts(int opset, long whole, int parts, long asked) {
    Attribute[] attributes =
        opset < 18 ? new Attribute[0] : new Attribute[] {Attribute.of("num_outputs", asked)};
    assertThatThrownBy(() -> split(opset, whole, "", parts, attributes))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("cannot be cut into " + asked + " equal parts for 2 outputs");
  }

  @Test
  void split_takesWhatFits() {
    Types types = split(13, 6, "0 6", 2);
    assertThat(types.shape("part0")).isEqualTo(Shape.of(2, 0));
    assertThat(types.shape("part1")).isEqualTo(Shape.of(2, 6));
  }

  private void gather(String data, String indices) {
    graph.input("data", ElementType.FLOAT32, shape(data));
    graph.input("indices", ElementType.INT64, shape(indices));
  }

  @ParameterizedTest
  @CsvSource({"2 3, 3", "2 3, 5 4", "2 3, ? 4"})
  void gatherElements_needsIndicesWithinTheData(String data, String indices) {
    gather(data, indices);
    graph.node("GatherElements", "y", List.of("data", "indices"));
    assertThatThrownBy(() -> infer(13, List.of("y")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("no axis but 0 may be longer");
  }

  @ParameterizedTest
  @CsvSource({"2 3, 5 3", "2 3, ? 2", "? ?, 9 9"})
  void gatherElements_takesWhatFits(String data, String indices) {
    gather(data, indices);
    graph.node("GatherElements", "y", List.of("data", "indices"));
    Types types = infer(13, List.of("y"));
    assertThat(types.shape("y")).isEqualTo(types.shape("indices"));
  }

  @ParameterizedTest
  @CsvSource({
    "2 3, 1 3, 1 2, must have one shape",
    "2 3, 1 3, 3, must have one shape",
    "2 3, 1 4, 1 4, no axis but 0 may be longer",
    "2 3, 3, 3, no axis but 0 may be longer"
  })
  void scatterElements_needsUpdatesLikeIndices(
      String data, String indices, String updates, String message) {
    gather(data, indices);
    graph.input("updates", ElementType.FLOAT32, shape(updates));
    graph.node("ScatterElements", "y", List.of("data", "indices", "updates"));
    assertThatThrownBy(() -> infer(16, List.of("y")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(message);
  }
}
