package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Extras;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import dev.brisk.graph.ValueType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences and optionals. */
final class SequencesTest {
  private static final NdArray ONE = Call.floats(1);
  private static final NdArray TWO = Call.floats(2, 2);
  private static final Datum.Sequence BOTH = new Datum.Sequence(List.of(ONE, TWO));
  private static final Datum.Sequence EMPTY = new Datum.Sequence(List.of());

  private static Datum call(String type, Datum... inputs) {
    return Call.of(type, 17).all(1, inputs).get(0);
  }

  @Test
  void construct_keepsTheOrder() {
    assertThat(call("SequenceConstruct", ONE, TWO)).isEqualTo(BOTH);
    assertThat(call("SequenceEmpty")).isEqualTo(EMPTY);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2", "-1, 2", "-2, 1"})
  void at_countsFromEitherEnd(long position, int expected) {
    NdArray found = (NdArray) call("SequenceAt", BOTH, NdArray.vector(position));
    assertThat(found.size()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {2, -3})
  void positionsBeyondTheEnds_areRefused(long position) {
    NdArray beyond = NdArray.vector(position);
    assertThatThrownBy(() -> call("SequenceAt", BOTH, beyond))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("A position must be -2 to 1, but is " + position);
    assertThatThrownBy(() -> call("SequenceErase", BOTH, beyond))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> call("SequenceErase", EMPTY))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void insertAndErase_undoEachOther() {
    NdArray more = Call.floats(3, 3, 3);
    for (long at : new long[] {-2, -1, 0, 1, 2}) {
      Datum longer = call("SequenceInsert", BOTH, more, NdArray.vector(at));
      assertThat(call("SequenceLength", longer)).hasToString("int64[]");
      NdArray where = NdArray.vector(at < 0 ? at + 2 : at);
      assertThat(call("SequenceAt", longer, where)).isSameAs(more);
      assertThat(call("SequenceErase", longer, where)).isEqualTo(BOTH);
    }
    assertThat(call("SequenceErase", call("SequenceInsert", BOTH, more))).isEqualTo(BOTH);
  }

  @Test
  void split_leavesTheRestToTheLastPart() {
    NdArray data = Call.floats(Shape.of(1, 5), 1, 2, 3, 4, 5);
    Call split = Call.of("SplitToSequence", 24, Attribute.of("axis", -1L));
    NdArray two = NdArray.scalar(ElementType.INT64, 2);
    Datum.Sequence parts = (Datum.Sequence) split.all(1, data, two).get(0);
    assertThat(parts.items())
        .extracting(Object::toString)
        .containsExactly("float32[1,2]", "float32[1,2]", "float32[1,1]");
    Call join = Call.of("ConcatFromSequence", 11, Attribute.of("axis", 1L));
    assertThat(join.on(parts).doubles()).containsExactly(1, 2, 3, 4, 5);
    assertThatThrownBy(() -> split.on(data, NdArray.vector(2, 2)))
        .hasMessageContaining("Parts must add up to 5, but are [2, 2]");
    assertThatThrownBy(() -> split.on(data, NdArray.scalar(ElementType.INT64, 0)))
        .hasMessageContaining("Parts must have a size of 1 or more, but have 0");
  }

  @Test
  void concat_ofNothingOrOfMisfits_isRefused() {
    Call stack =
        Call.of("ConcatFromSequence", 11, Attribute.of("axis", 0L), Attribute.of("new_axis", 1L));
    assertThat(stack.on(new Datum.Sequence(List.of(TWO, TWO))).shape()).isEqualTo(Shape.of(2, 2));
    assertThatThrownBy(() -> stack.on(BOTH)).hasMessageContaining("Slices must have one shape");
    assertThatThrownBy(() -> stack.on(EMPTY)).hasMessageContaining("is empty");
    assertThatThrownBy(() -> stack.on(ONE)).hasMessageContaining("must be a sequence");
  }

  @Test
  void optionals_holdOrNot() {
    Datum nothing = call("Optional");
    assertThat(nothing).isEqualTo(new Datum.Nothing());
    assertThat(((NdArray) call("OptionalHasElement", nothing)).asLong()).isZero();
    assertThat(((NdArray) call("OptionalHasElement", EMPTY)).asLong()).isOne();
    assertThat(call("OptionalGetElement", call("Optional", BOTH))).isEqualTo(BOTH);
    assertThatThrownBy(() -> call("OptionalGetElement", nothing))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("holds nothing");
  }

  /** Doubles each element of a sequence in a body that also sees a value around it. */
  @Test
  void map_runsOnEachElement() {
    ValueType sequence = new ValueType.OfSequence(ValueType.tensor(ElementType.FLOAT32, null));
    GraphBuilder body = Graph.builder("body");
    body.input("each", ElementType.FLOAT32, Shape.of(Shape.FREE));
    body.node("Mul", "twice", List.of("each", "two"));
    body.output("twice", ElementType.FLOAT32, Shape.of(Shape.FREE));
    GraphBuilder graph = Graph.builder("test");
    graph.input(new Value("all", sequence, Extras.NONE));
    graph.initializer("two", Tensor.of(new float[] {2}));
    graph.node(
        Node.of(
            "SequenceMap",
            "map",
            List.of("all"),
            List.of("doubled"),
            Attribute.of("body", body.build())));
    graph.output(new Value("doubled", sequence, Extras.NONE));
    Model model = Model.of(graph.build(), ModelInfo.of(17));
    assertThat(ShapeInference.infer(model).type("doubled")).isEqualTo(sequence);
    Datum.Sequence doubled =
        (Datum.Sequence) Interpreter.of(model).run(Map.of("all", BOTH)).get("doubled");
    assertThat(((NdArray) doubled.items().get(0)).doubles()).containsExactly(2);
    assertThat(((NdArray) doubled.items().get(1)).doubles()).containsExactly(4, 4);
  }
}
