package dev.brisk.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.Binding;
import dev.brisk.ClosedException;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.nio.FloatBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Bindings: what they hold, share and overwrite. */
final class BindingCases {
  private static final Set<ElementType> UNBINDABLE = EnumSet.of(ElementType.STRING);

  private final Subject subject;

  BindingCases(Subject subject) {
    this.subject = subject;
  }

  List<Case> all() {
    return List.of(
        new Case("boundRunEqualsRun", this::equalsRun),
        new Case("freeDimensionsAreBoundAsOne", this::freeIsOne),
        new Case("bindTakesShapes", this::shapes),
        new Case("boundOutputsAreOverwritten", this::overwritten),
        new Case("inputsKeepWhatTheyHold", this::inputsKept),
        new Case("bindingRefusesUnknownNames", this::unknownNames),
        new Case("bindingRefusesWrongShapes", this::wrongShapes),
        new Case("bindingsOfOneExecutableAreIndependent", this::independent),
        new Case("boundOutputShapeMayDependOnTheData", this::dataDependent),
        new Case("boundOutputsMayBeInputsAndInitializers", this::passedThrough),
        new Case("wronglyDeclaredOutputShapeStillRunsBound", this::wronglyDeclared),
        new Case("bindingTakesEveryType", this::types),
        new Case("closedBindingCannotRun", this::closed),
        new Case("bindingOfClosedExecutableCannotRun", this::executableClosed),
        new Case("tensorsOfABindingMayBeClosed", this::closedTensors),
        new Case("bindingOutlivesOthersClosing", this::closedOther));
  }

  private void equalsRun() {
    float[] values = {1, 2, 3, 4, 5, 6};
    try (Executable executable = subject.compile(TestModels.dense());
        Binding binding = executable.bind(Map.of("x", Shape.of(2, 3)))) {
      binding.input("x").asFloatBuffer().put(values);
      binding.run();
      Tensor ran = executable.run(Tensor.of(values, 2, 3)).get("y");
      assertThat(ran).isNotNull();
      assertThat(binding.output("y").toByteArray())
          .isEqualTo(java.util.Objects.requireNonNull(ran).toByteArray());
    }
  }

  private void freeIsOne() {
    try (Executable executable = subject.compile(TestModels.doubled());
        Binding binding = executable.bind()) {
      assertThat(binding.input("x").shape()).isEqualTo(Shape.of(1, 2));
      assertThat(binding.input("x").elementType()).isEqualTo(ElementType.FLOAT32);
      binding.input("x").asFloatBuffer().put(new float[] {3, 4});
      binding.run();
      subject.expect(binding.output("y"), new float[] {6, 8}, 1, 2);
    }
  }

  private void shapes() {
    try (Executable executable = subject.compile(TestModels.doubled());
        Binding binding = executable.bind(Map.of("x", Shape.of(0, 2)));
        Binding larger = executable.bind(Map.of("x", Shape.of(3, 2)))) {
      binding.run();
      subject.expect(binding.output("y"), new float[0], 0, 2);
      larger.input("x").asFloatBuffer().put(new float[] {1, 2, 3, 4, 5, 6});
      larger.run();
      subject.expect(larger.output("y"), new float[] {2, 4, 6, 8, 10, 12}, 3, 2);
    }
  }

  private void overwritten() {
    try (Executable executable = subject.compile(TestModels.doubled());
        Binding binding = executable.bind()) {
      Tensor output = binding.output("y");
      for (int i = 0; i < 10; i++) {
        binding.input("x").asFloatBuffer().put(new float[] {i, -i});
        binding.run();
        assertThat(binding.output("y")).isSameAs(output);
        subject.expect(output, new float[] {2 * i, -2 * i}, 1, 2);
      }
    }
  }

  private void inputsKept() {
    try (Executable executable = subject.compile(TestModels.dense());
        Binding binding = executable.bind()) {
      binding.input("x").asFloatBuffer().put(new float[] {-1, -2, -3});
      binding.run();
      binding.run();
      assertThat(binding.input("x").toFloatArray()).containsExactly(-1, -2, -3);
      assertThat(binding.input("x")).isSameAs(binding.input("x"));
    }
  }

  private void unknownNames() {
    try (Executable executable = subject.compile(TestModels.image());
        Binding binding = executable.bind()) {
      assertThatThrownBy(() -> binding.input("imgae"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContainingAll("imgae", "image");
      assertThatThrownBy(() -> binding.output("nothing"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContainingAll("nothing", "y");
      assertThatThrownBy(() -> executable.bind(Map.of("imgae", Shape.of(1))).close())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContainingAll("imgae", "image");
    }
  }

  private void wrongShapes() {
    try (Executable executable = subject.compile(TestModels.image())) {
      assertThatThrownBy(() -> executable.bind(Map.of("image", Shape.of(1, 4, 5, 3))).close())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContainingAll("image", "[1,3,4,5]", "[1,4,5,3]");
      assertThatThrownBy(() -> executable.bind(Map.of("image", Shape.of(-1, 3, 4, 5))).close())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("image");
    }
  }

  private void independent() {
    try (Executable executable = subject.compile(TestModels.doubled());
        Binding one = executable.bind();
        Binding other = executable.bind()) {
      one.input("x").asFloatBuffer().put(new float[] {1, 2});
      other.input("x").asFloatBuffer().put(new float[] {3, 4});
      one.run();
      other.run();
      subject.expect(one.output("y"), new float[] {2, 4}, 1, 2);
      subject.expect(other.output("y"), new float[] {6, 8}, 1, 2);
    }
  }

  private void dataDependent() {
    try (Executable executable = subject.compile(TestModels.nonZero());
        Binding binding = executable.bind()) {
      binding.input("x").asFloatBuffer().put(new float[] {0, 1, 0, 1});
      binding.run();
      Tensor first = binding.output("places");
      assertThat(first.toLongArray()).containsExactly(1, 3);
      binding.input("x").asFloatBuffer().put(new float[] {0, 0, 0, 1});
      binding.run();
      assertThat(binding.output("places").toLongArray()).containsExactly(3);
      binding.input("x").asFloatBuffer().put(new float[4]);
      binding.run();
      assertThat(binding.output("places").shape()).isEqualTo(Shape.of(1, 0));
    }
  }

  private void passedThrough() {
    try (Executable executable = subject.compile(TestModels.passedThrough());
        Binding binding = executable.bind()) {
      for (int i = 0; i < 2; i++) {
        binding.input("x").asFloatBuffer().put(new float[] {i, 2});
        binding.output("w").asFloatBuffer().put(0, 99);
        binding.run();
        subject.expect(binding.output("y"), new float[] {i, 2}, 2);
        subject.expect(binding.output("z"), new float[] {7, 8}, 2);
        subject.expect(binding.output("w"), new float[] {7, 8}, 2);
      }
    }
  }

  private void wronglyDeclared() {
    try (Executable executable = subject.compile(TestModels.wronglyDeclared());
        Binding binding = executable.bind(Map.of("x", Shape.of(2, 2)))) {
      for (int i = 0; i < 2; i++) {
        binding.input("x").asFloatBuffer().put(new float[] {i, 2, 3, 4});
        binding.run();
        subject.expect(binding.output("y"), new float[] {2 * i, 4, 6, 8}, 2, 2);
      }
    }
  }

  private void types() {
    Set<ElementType> bindable =
        subject.types().stream()
            .filter(type -> !UNBINDABLE.contains(type))
            .collect(Collectors.toSet());
    for (ElementType type : bindable) {
      try (Executable executable = subject.compile(TestModels.identity(type));
          Binding binding = executable.bind()) {
        byte[] ones = new byte[(int) type.byteSize(4)];
        java.util.Arrays.fill(ones, (byte) 1);
        binding.input("x").asByteBuffer().put(ones);
        binding.run();
        assertThat(binding.output("y").elementType()).isEqualTo(type);
        assertThat(binding.output("y").toByteArray()).as(type.toString()).isEqualTo(ones);
      }
    }
  }

  private void closed() {
    try (Executable executable = subject.compile(TestModels.doubled())) {
      Binding binding = executable.bind();
      binding.close();
      binding.close();
      assertThatThrownBy(binding::run).isInstanceOf(ClosedException.class);
    }
  }

  private void executableClosed() {
    Executable executable = subject.compile(TestModels.doubled());
    try (Binding binding = executable.bind()) {
      binding.input("x").asFloatBuffer().put(new float[] {1, 2});
      binding.run();
      executable.close();
      assertThatThrownBy(binding::run).isInstanceOf(ClosedException.class);
      subject.expect(binding.output("y"), new float[] {2, 4}, 1, 2);
    }
  }

  private void closedTensors() {
    try (Executable executable = subject.compile(TestModels.doubled());
        Binding binding = executable.bind()) {
      FloatBuffer x = binding.input("x").asFloatBuffer();
      FloatBuffer y = binding.output("y").asFloatBuffer();
      binding.input("x").close();
      binding.output("y").close();
      x.put(new float[] {1, 2});
      binding.run();
      assertThat(y.get(1)).isEqualTo(4);
    }
  }

  private void closedOther() {
    try (Executable executable = subject.compile(TestModels.doubled());
        Binding kept = executable.bind()) {
      executable.bind().close();
      kept.input("x").asFloatBuffer().put(new float[] {1, 2});
      kept.run();
      subject.expect(kept.output("y"), new float[] {2, 4}, 1, 2);
    }
  }
}
