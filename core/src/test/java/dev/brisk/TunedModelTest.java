package dev.brisk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that says how to run a model, and when it is not heeded. */
final class TunedModelTest {
  private static final Tuning TUNING =
      new Tuning("reference", CompileOptions.defaults().threads(1), 4, 2);

  @TempDir Path folder;
  private Path file;
  private Path beside;

  private static Model model(String operator) {
    return Model.of(
        Graph.builder("tiny")
            .input(Value.tensor("x", ElementType.FLOAT32, Shape.of(1, 4)))
            .output(Value.tensor("y", ElementType.FLOAT32, Shape.of(1, 4)))
            .node(Node.of(operator, "", List.of("x"), List.of("y")))
            .build(),
        ModelInfo.of(17));
  }

  @BeforeEach
  void save() {
    file = folder.resolve("model.onnx");
    beside = folder.resolve("model.onnx.brisk.json");
    new TunedModel(model("Neg"), TUNING).save(file);
  }

  @Test
  void loaded_knowsHowItIsRun_andCompilesThatWay() {
    Model loaded = Model.load(file);
    assertThat(loaded.tuning()).contains(TUNING);
    try (Executable executable = loaded.compile()) {
      Tensor y = executable.run(Tensor.of(new float[] {1, 2, 3, 4}, 1, 4)).get("y");
      assertThat(y.toFloatArray()).containsExactly(-1, -2, -3, -4);
    }
  }

  @Test
  void loadedWhereOtherDigitsAreWritten_isHeededAsWell() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat("%d".formatted(1)).isNotEqualTo("1");
      assertThat(Model.load(file).tuning()).contains(TUNING);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void modelThatWasReplaced_isRunAsAnyOther() {
    model("Abs").save(file);
    assertThat(Model.load(file).tuning()).isEmpty();
    try (Executable executable = Model.load(file).compile()) {
      assertThat(executable.outputs()).hasSize(1);
    }
  }

  @Test
  void changedInMemory_isRunAsAnyOther() {
    Model loaded = Model.load(file);
    assertThat(loaded.withGraph(model("Abs").graph()).tuning()).isEmpty();
  }

  @Test
  void otherMachine_isNotHeeded() throws IOException {
    String text = Files.readString(beside);
    Files.writeString(beside, text.replaceFirst("\"machine\": \"", "\"machine\": \"other "));
    assertThat(Model.load(file).tuning()).isEmpty();
  }

  @Test
  void acceleratorThatIsNotHere_isNotHeeded() throws IOException {
    Files.writeString(beside, Files.readString(beside).replace("reference", "elsewhere"));
    assertThat(Model.load(file).tuning()).isEmpty();
  }

  @Test
  void brokenFile_isNotHeeded() throws IOException {
    for (String text :
        List.of("", "{", "{}", "no json", "{\"version\": \"1\"}", "{\"version\": 9}")) {
      Files.writeString(beside, text);
      assertThat(Model.load(file).tuning()).isEmpty();
    }
  }
}
