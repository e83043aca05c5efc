package dev.brisk.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.BriskException;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.RunFailedException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What runs compute. */
final class RunCases {
  private final Subject subject;

  RunCases(Subject subject) {
    this.subject = subject;
  }

  List<Case> all() {
    List<Case> cases = new ArrayList<>();
    cases.add(new Case("matrixProductIsRight", this::dense));
    cases.add(new Case("convolutionIsRight", this::convolution));
    cases.add(new Case("batchIsDynamic", this::batch));
    cases.add(new Case("severalInputsAndOutputsKeepTheirOrder", this::several));
    cases.add(new Case("specsAreTheModels", this::specs));
    cases.add(new Case("scalarsAreAllowed", this::scalar));
    cases.add(new Case("emptyTensorsAreAllowed", this::empty));
    cases.add(new Case("emptyOutputAllowed", this::emptyOutput));
    cases.add(new Case("outputsMayBeInputsAndInitializers", this::passedThrough));
    cases.add(new Case("outputShapeMayDependOnTheData", this::dataDependent));
    cases.add(new Case("wronglyDeclaredOutputShapeStillRuns", this::wronglyDeclared));
    cases.add(new Case("runsAreDeterministic", this::deterministic));
    cases.add(new Case("resultsAreIndependent", this::independent));
    cases.add(new Case("inputsStayAsTheyAre", this::inputsKept));
    cases.add(new Case("heapArrayAndDirectBufferGiveSameResult", this::heapAndDirect));
    cases.add(new Case("notANumberAndInfinityPass", this::specialValues));
    cases.add(new Case("savedAndLoadedModelGivesSameResult", this::loaded));
    cases.add(new Case("failedRunLeavesTheExecutableUsable", this::failedRun));
    cases.add(new Case("unknownOperatorIsNamed", this::unknownOperator));
    for (ElementType type : ElementType.values()) {
      if (subject.types().contains(type)) {
        cases.add(new Case(type + "PassesThrough", () -> type(type)));
      }
    }
    return cases;
  }

  private void dense() {
    try (Executable executable = subject.compile(TestModels.dense())) {
      Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
      subject.expect(output(executable, x, "y"), new float[] {24, 6, 42, 0}, 2, 2);
    }
  }

  private void convolution() {
    try (Executable executable = subject.compile(TestModels.convolution())) {
      Tensor image = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3);
      subject.expect(
          output(executable, image, "y"), new float[] {37.5f, 47.5f, 67.5f, 77.5f}, 1, 1, 2, 2);
    }
  }

  private void batch() {
    try (Executable executable = subject.compile(TestModels.doubled())) {
      for (int rows : new int[] {1, 3, 2, 1}) {
        float[] values = new float[rows * 2];
        Arrays.fill(values, rows);
        float[] expected = new float[rows * 2];
        Arrays.fill(expected, 2 * rows);
        subject.expect(output(executable, Tensor.of(values, rows, 2), "y"), expected, rows, 2);
      }
    }
  }

  private void several() {
    try (Executable executable = subject.compile(TestModels.sumAndDifference())) {
      Map<String, Tensor> outputs =
          executable.run(
              Map.of("b", Tensor.of(new float[] {1, 2}, 2), "a", Tensor.of(new float[] {5, 7}, 2)));
      assertThat(outputs.keySet()).containsExactly("difference", "sum");
      subject.expect(at(outputs, "difference"), new float[] {4, 5}, 2);
      subject.expect(at(outputs, "sum"), new float[] {6, 9}, 2);
    }
  }

  private void specs() {
    Model model = TestModels.dense();
    try (Executable executable = subject.compile(model)) {
      assertThat(executable.inputs()).isEqualTo(model.inputs());
      assertThat(executable.outputs()).isEqualTo(model.outputs());
    }
  }

  private void scalar() {
    try (Executable executable = subject.compile(TestModels.doubled(Shape.scalar()))) {
      subject.expect(output(executable, Tensor.of(new float[] {4}), "y"), new float[] {8});
    }
  }

  private void empty() {
    try (Executable executable = subject.compile(TestModels.doubled())) {
      subject.expect(output(executable, Tensor.of(new float[0], 0, 2), "y"), new float[0], 0, 2);
    }
  }

  private void emptyOutput() {
    try (Executable executable = subject.compile(TestModels.nonZero())) {
      Tensor places = output(executable, Tensor.of(new float[4], 4), "places");
      assertThat(places.shape()).isEqualTo(Shape.of(1, 0));
      assertThat(places.toLongArray()).isEmpty();
    }
  }

  private void passedThrough() {
    try (Executable executable = subject.compile(TestModels.passedThrough())) {
      Map<String, Tensor> outputs = executable.run(Tensor.of(new float[] {1, 2}, 2));
      subject.expect(at(outputs, "y"), new float[] {1, 2}, 2);
      subject.expect(at(outputs, "z"), new float[] {7, 8}, 2);
      subject.expect(at(outputs, "w"), new float[] {7, 8}, 2);
      at(outputs, "w").asFloatBuffer().put(0, 99);
      subject.expect(
          at(executable.run(Tensor.of(new float[] {1, 2}, 2)), "w"), new float[] {7, 8}, 2);
    }
  }

  private void dataDependent() {
    try (Executable executable = subject.compile(TestModels.nonZero())) {
      Tensor one = Tensor.of(new float[] {0, 0, 5, 0}, 4);
      Tensor three = Tensor.of(new float[] {1, 2, 0, 3}, 4);
      assertThat(output(executable, one, "places").toLongArray()).containsExactly(2);
      assertThat(output(executable, three, "places").toLongArray()).containsExactly(0, 1, 3);
    }
  }

  private void wronglyDeclared() {
    try (Executable executable = subject.compile(TestModels.wronglyDeclared())) {
      for (int i = 0; i < 2; i++) {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
        subject.expect(output(executable, x, "y"), new float[] {2, 4, 6, 8}, 2, 2);
      }
    }
  }

  private void deterministic() {
    try (Executable executable = subject.compile(TestModels.products(3, 7, 33, 1))) {
      float[] values = new float[7 * 33];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) Math.sin(i);
      }
      Tensor x = Tensor.of(values, 7, 33);
      byte[] first = output(executable, x, "y").toByteArray();
      for (int i = 0; i < 5; i++) {
        assertThat(output(executable, x, "y").toByteArray()).isEqualTo(first);
      }
    }
  }

  private void independent() {
    try (Executable executable = subject.compile(TestModels.doubled())) {
      Tensor first = output(executable, Tensor.of(new float[] {1, 2}, 1, 2), "y");
      output(executable, Tensor.of(new float[] {8, 9}, 1, 2), "y");
      subject.expect(first, new float[] {2, 4}, 1, 2);
    }
  }

  private void inputsKept() {
    try (Executable executable = subject.compile(TestModels.dense())) {
      Tensor x = Tensor.of(new float[] {-1, -2, -3}, 1, 3);
      executable.run(x);
      assertThat(x.isClosed()).isFalse();
      assertThat(x.toFloatArray()).containsExactly(-1, -2, -3);
    }
  }

  private void heapAndDirect() {
    float[] values = {1, 2, 3, 4, 5, 6};
    ByteBuffer direct = ByteBuffer.allocateDirect(32).order(ByteOrder.nativeOrder());
    direct.position(8);
    FloatBuffer floats = direct.slice().order(ByteOrder.nativeOrder()).asFloatBuffer();
    floats.put(values).flip();
    Shape shape = Shape.of(2, 3);
    try (Executable executable = subject.compile(TestModels.dense())) {
      byte[] expected = output(executable, Tensor.of(values, 2, 3), "y").toByteArray();
      for (Buffer buffer : List.of(direct, floats, FloatBuffer.wrap(values))) {
        Tensor x = Tensor.of(ElementType.FLOAT32, shape, buffer);
        assertThat(output(executable, x, "y").toByteArray()).isEqualTo(expected);
      }
    }
  }

  private void specialValues() {
    try (Executable executable = subject.compile(TestModels.doubled())) {
      Tensor x = Tensor.of(new float[] {Float.NaN, Float.NEGATIVE_INFINITY}, 1, 2);
      assertThat(output(executable, x, "y").toFloatArray())
          .containsExactly(Float.NaN, Float.NEGATIVE_INFINITY);
    }
  }

  private void loaded() throws Exception {
    Path folder = Files.createTempDirectory("brisk-conformance-");
    Path file = folder.resolve("dense.onnx");
    try {
      TestModels.dense().save(file);
      try (Executable executable = subject.compile(Model.load(file))) {
        Tensor x = Tensor.of(new float[] {1, 2, 3}, 1, 3);
        subject.expect(output(executable, x, "y"), new float[] {24, 6}, 1, 2);
      }
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
  }

  private void failedRun() {
    try (Executable executable = subject.compile(TestModels.sumOfFreeLengths())) {
      Tensor three = Tensor.of(new float[] {1, 2, 3}, 3);
      Tensor two = Tensor.of(new float[] {1, 2}, 2);
      assertThatThrownBy(() -> executable.run(Map.of("a", three, "b", two)))
          .isInstanceOf(RunFailedException.class);
      subject.expect(at(executable.run(Map.of("a", two, "b", two)), "z"), new float[] {2, 4}, 2);
    }
  }

  private void unknownOperator() {
    assertThatThrownBy(() -> subject.compile(TestModels.unknownOperator()).close())
        .isInstanceOf(BriskException.class)
        .hasMessageContaining("Mystery");
  }

  private void type(ElementType type) {
    Tensor x =
        type == ElementType.STRING
            ? Tensor.of(new String[] {"a", "", "zwölf", "d"}, 4)
            : Tensor.ofBytes(type, pattern(type), 4);
    try (Executable executable = subject.compile(TestModels.identity(type))) {
      Tensor y = output(executable, x, "y");
      assertThat(y.elementType()).isEqualTo(type);
      assertThat(y.shape()).isEqualTo(Shape.of(4));
      if (type == ElementType.STRING) {
        assertThat(y.toStringArray()).isEqualTo(x.toStringArray());
      } else {
        assertThat(y.toByteArray()).isEqualTo(x.toByteArray());
      }
    }
  }

  /** Bytes that are ordinary values in every type. */
  private static byte[] pattern(ElementType type) {
    byte[] bytes = new byte[(int) type.byteSize(4)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (type == ElementType.BOOL ? i % 2 : 17 * i % 61);
    }
    return bytes;
  }

  private static Tensor output(Executable executable, Tensor input, String name) {
    return at(executable.run(input), name);
  }

  private static Tensor at(Map<String, Tensor> outputs, String name) {
    Tensor output = outputs.get(name);
    assertThat(output).as(name).isNotNull();
    return java.util.Objects.requireNonNull(output);
  }
}
