package dev.brisk.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.Accelerators;
import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.RunFailedException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelSourceTest {
  /** With 4100 the weights are more than what is handed over in memory. */
  private static final int LARGE = 4100;

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(ints = {16, LARGE})
  void modelsMadeInCode_run(int width) throws IOException {
    assertThat(firstOutput(TestModels.square(width, 2))).isEqualTo(2f * width);
    assertThat(leftBehind()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {16, LARGE})
  void loadedModels_run(int width) {
    Path file = temp.resolve("model.onnx");
    TestModels.square(width, 2).save(file);
    assertThat(firstOutput(Model.load(file))).isEqualTo(2f * width);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, LARGE})
  void loadedModel_runsAsLoadedAfterItsFileWasReplaced(int width) {
    Path file = temp.resolve("model.onnx");
    TestModels.square(width, 2).save(file);
    Model loaded = Model.load(file);
    assertThat(loaded.source()).contains(file);
    TestModels.square(width, 3).save(file);
    assertThat(loaded.source()).isEmpty();
    assertThat(firstOutput(loaded)).isEqualTo(2f * width);
  }

  @Test
  void loadedModel_runsAsLoadedAfterItsFileWasDeleted() throws IOException {
    Path file = temp.resolve("model.onnx");
    TestModels.square(LARGE, 2).save(file);
    Model loaded = Model.load(file);
    Files.delete(file);
    assertThat(firstOutput(loaded)).isEqualTo(2f * LARGE);
  }

  @Test
  void optimizedModel_isWrittenAndShowsFusion() {
    Path file = temp.resolve("optimized.onnx");
    CompileOptions options =
        CompileOptions.defaults().with("onnxruntime.optimized-model", file.toString());
    Accelerators.named("onnxruntime").compile(TestModels.convolution(true), options).close();
    assertThat(Model.load(file).graph().nodes())
        .extracting(Node::operator)
        .contains("QLinearConv")
        .doesNotContain("Conv", "Relu");
  }

  @Test
  void optimizedModelThatCannotBeWritten_isExplained() {
    CompileOptions options =
        CompileOptions.defaults()
            .with("onnxruntime.optimized-model", temp.resolve("no/folder/m.onnx").toString());
    assertThatThrownBy(
            () -> Accelerators.named("onnxruntime").compile(TestModels.doubled(), options).close())
        .isInstanceOfAny(RunFailedException.class, UnsupportedModelException.class)
        .hasMessageContaining("no/folder");
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"FLOAT16", "BFLOAT16", "UINT16", "UINT32", "UINT64", "FLOAT8E4M3FN", "FLOAT8E5M2"})
  void outputsOfTypesThatCannotBeGiven_areReadable(ElementType type) {
    try (Executable executable = Accelerators.named("onnxruntime").compile(TestModels.cast(type))) {
      Tensor y = executable.run(Tensor.of(new float[] {1, 2, 3}, 3)).values().iterator().next();
      assertThat(y.elementType()).isEqualTo(type);
      assertThat(y.toFloatArray()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void uint16InputExplainsLimit() {
    assertThatThrownBy(
            () ->
                Accelerators.named("onnxruntime")
                    .compile(TestModels.identity(ElementType.UINT16))
                    .close())
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll("'x'", "uint16", "float32", "cast");
  }

  @Test
  void narrowOutputExplainsLimit() {
    assertThatThrownBy(
            () ->
                Accelerators.named("onnxruntime")
                    .compile(TestModels.cast(ElementType.UINT4))
                    .close())
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll("'y'", "uint4", "cast");
  }

  private static float firstOutput(Model model) {
    int width = (int) model.inputs().get(0).shape().dim(1);
    float[] ones = new float[width];
    Arrays.fill(ones, 1);
    try (Executable executable = Accelerators.named("onnxruntime").compile(model)) {
      Tensor y = executable.run(Tensor.of(ones, 1, width)).values().iterator().next();
      assertThat(y.shape()).isEqualTo(Shape.of(1, width));
      return y.toFloatArray()[0];
    }
  }

  private static long leftBehind() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.toString().contains("brisk-compile-")).count();
    }
  }
}
