package dev.brisk.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.BriskException;
import dev.brisk.ClosedException;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What of wrong inputs is refused, before a run and in a sentence that names what is wrong. */
final class InputCases {
  private static final Tensor IMAGE = Tensor.allocate(ElementType.FLOAT32, Shape.of(1, 3, 4, 5));

  private final Subject subject;

  InputCases(Subject subject) {
    this.subject = subject;
  }

  List<Case> all() {
    return List.of(
        new Case("unknownInputIsRefusedWithSuggestion", this::unknown),
        new Case("missingInputIsNamed", this::missing),
        new Case("noInputsAreRefused", this::none),
        new Case("oneInputForAModelOfTwoIsRefused", this::oneForTwo),
        new Case("wrongDtypeMessageNamesInputExpectedAndActual", this::wrongType),
        new Case("wrongShapeMessageNamesInputExpectedAndActual", this::wrongShape),
        new Case("wrongRankMessageNamesInputExpectedAndActual", this::wrongRank),
        new Case("closedTensorInputIsRejected", this::closed),
        new Case("nullTensorIsRejected", this::nullTensor),
        new Case("bigEndianBufferIsRejected", this::bigEndian),
        new Case("unflippedBufferIsRejectedWithHint", this::unflipped),
        new Case("refusedInputLeavesTheExecutableUsable", this::usableAfter));
  }

  private void unknown() {
    refused(Map.of("imgae", IMAGE), "imgae", "image");
    refused(Map.of("image", IMAGE, "mask", IMAGE), "mask");
  }

  private void missing() {
    try (Executable executable = subject.compile(TestModels.sumAndDifference())) {
      Tensor a = Tensor.of(new float[2], 2);
      assertThatThrownBy(() -> executable.run(Map.of("a", a)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("b float32[2]");
    }
  }

  private void none() {
    refused(Map.of(), "image");
  }

  private void oneForTwo() {
    try (Executable executable = subject.compile(TestModels.sumAndDifference())) {
      assertThatThrownBy(() -> executable.run(Tensor.of(new float[2], 2)))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  private void wrongType() {
    refused(
        Map.of("image", Tensor.of(new double[60], 1, 3, 4, 5)),
        "'image'",
        "float32[1,3,4,5]",
        "float64[1,3,4,5]");
  }

  private void wrongShape() {
    refused(
        Map.of("image", Tensor.of(new float[60], 1, 4, 5, 3)),
        "'image'",
        "float32[1,3,4,5]",
        "float32[1,4,5,3]");
  }

  private void wrongRank() {
    refused(
        Map.of("image", Tensor.of(new float[60], 3, 4, 5)),
        "'image'",
        "float32[1,3,4,5]",
        "float32[3,4,5]");
  }

  private void closed() {
    Tensor closed = Tensor.of(new float[60], 1, 3, 4, 5);
    closed.close();
    onImage(
        executable ->
            assertThatThrownBy(() -> executable.run(closed)).isInstanceOf(ClosedException.class));
  }

  private void nullTensor() {
    Map<String, Tensor> inputs = Collections.singletonMap("image", missingTensor());
    onImage(
        executable ->
            assertThatThrownBy(() -> executable.run(inputs))
                .isInstanceOfAny(BriskException.class, NullPointerException.class));
  }

  @SuppressWarnings("NullAway") // a caller without null checks may do this
  private static Tensor missingTensor() {
    return null;
  }

  private void bigEndian() {
    FloatBuffer foreign = ByteBuffer.allocateDirect(240).asFloatBuffer();
    assertThatThrownBy(() -> Tensor.of(ElementType.FLOAT32, Shape.of(1, 3, 4, 5), foreign))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("order");
  }

  private void unflipped() {
    FloatBuffer written = FloatBuffer.allocate(60).put(new float[60]);
    assertThatThrownBy(() -> Tensor.of(ElementType.FLOAT32, Shape.of(1, 3, 4, 5), written))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("flip");
  }

  private void usableAfter() {
    onImage(
        executable -> {
          assertThatThrownBy(() -> executable.run(Tensor.of(new float[1], 1)))
              .isInstanceOf(InvalidInputException.class);
          assertThat(executable.run(IMAGE)).containsKey("y");
        });
  }

  private void refused(Map<String, Tensor> inputs, String... said) {
    onImage(
        executable ->
            assertThatThrownBy(() -> executable.run(inputs))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(said));
  }

  private void onImage(java.util.function.Consumer<Executable> check) {
    try (Executable executable = subject.compile(TestModels.image())) {
      check.accept(executable);
    }
  }
}
