package dev.brisk.internal.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.InvalidModelException;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.SaveOptions;
import dev.brisk.Shape;
import dev.brisk.StorageException;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OnnxModelFormatTest {
  @TempDir Path folder;

  @Test
  void savesAndLoads() {
    Path file = folder.resolve("model.onnx");
    model().save(file);
    Model loaded = Model.load(file);
    assertThat(loaded.source()).contains(file);
    assertThat(loaded.toString()).isEqualTo(model().toString());
    assertThat(loaded.graph().initializers().get("w").tensor().toFloatArray())
        .containsExactly(1, 2, 3);
  }

  @Test
  void loadsWhateverTheFileIsCalled() {
    Path file = folder.resolve("weights.bin");
    model().save(file);
    assertThat(Model.load(file).graph().nodes()).hasSize(1);
  }

  @Test
  void loadsFromMemoryBetweenPositionAndLimit() throws IOException {
    Path file = folder.resolve("model.onnx");
    model().save(file);
    byte[] content = Files.readAllBytes(file);
    ByteBuffer bytes = ByteBuffer.allocate(content.length + 20).position(7).put(content).flip();
    Model loaded = Model.load(bytes.position(7));
    assertThat(bytes.position()).isEqualTo(7);
    Arrays.fill(bytes.array(), (byte) 0);
    assertThat(loaded.source()).isEmpty();
    assertThat(loaded.graph().initializers().get("w").tensor().toFloatArray())
        .containsExactly(1, 2, 3);
  }

  @Test
  void saysWhatIsWrongInMemory() {
    ByteBuffer text = StandardCharsets.UTF_8.encode("Dear reader");
    assertThatThrownBy(() -> Model.load(text))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("The 11 bytes hold no model of a known format");
    assertThatThrownBy(() -> Model.load(ByteBuffer.wrap(new byte[] {8, 7, 58, 9})))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(
            "The model in memory (4 bytes) is no valid ONNX model: it is cut off");
    assertThatThrownBy(() -> SaveOptions.defaults().externalDataFrom(-1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The size of external data must be 0 bytes or more, but is -1");
  }

  @Test
  void savesOverTheFileItWasLoadedFrom() throws IOException {
    Path file = folder.resolve("model.onnx");
    model().save(file);
    Model loaded = Model.load(file);
    loaded.withInfo(loaded.info().withMetadata("k", "v")).save(file);
    Model again = Model.load(file);
    assertThat(again.metadata()).containsEntry("k", "v");
    assertThat(again.graph().initializers().get("w").tensor().toFloatArray())
        .containsExactly(1, 2, 3);
    assertThat(names()).containsExactly("model.onnx");
  }

  @ParameterizedTest
  @CsvSource({
    "'Dear reader, this is a letter.', 'a text that begins with ''Dear reader, this is a letter.'''",
    "'<!DOCTYPE html><html>', 'an HTML page'",
    "'version https://git-lfs.github.com/spec/v1', 'a Git LFS pointer: fetch the model with'",
    "'', 'empty'",
    "'PK\u0003\u0004\u0000', 'a zip archive'",
    "'{\"a\": 1}', 'a JSON text'",
    "'\u0010\u0000\u0000\u0000TFL3', 'a TensorFlow Lite model'",
  })
  void saysWhatAForeignFileIs(String content, String words) throws IOException {
    for (String name : List.of("model.onnx", "model")) {
      Path file = folder.resolve(name);
      Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
      assertThatThrownBy(() -> Model.load(file))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining(words);
    }
  }

  @Test
  void saysWhereAFileIsCutOff() throws IOException {
    Path file = folder.resolve("model.onnx");
    model().save(file);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 1; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Model.load(file))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining("no valid ONNX model");
    }
    assertThatThrownBy(() -> Model.load(file))
        .hasMessageMatching(
            ".*model.onnx \\(\\d+ bytes\\) is no valid ONNX model: it is cut off or damaged at byte"
                + " \\d+: field \\d+ claims \\d+ bytes, but only \\d+ are left");
  }

  @Test
  void refusesWhatIsNoFile() {
    assertThatThrownBy(() -> Model.load(folder.resolve("none.onnx")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("There is no file");
    assertThatThrownBy(() -> new OnnxModelFormat().read(folder))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("is no file");
    assertThatThrownBy(() -> Model.load(folder)).isInstanceOf(InvalidModelException.class);
  }

  @Test
  void saysWhyItCannotWrite() throws IOException {
    assertThatThrownBy(() -> model().save(folder.resolve("none/model.onnx")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("the folder does not exist");
    assertThatThrownBy(() -> model().save(folder))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("it is a folder");
    assertThat(names()).isEmpty();
  }

  static Model model() {
    GraphBuilder graph = Graph.builder("g");
    graph.input("x", ElementType.FLOAT32, Shape.of(3));
    graph.initializer("w", Tensor.of(new float[] {1, 2, 3}, 3));
    graph.node("Add", "y", List.of("x", "w"));
    graph.output("y", ElementType.FLOAT32, Shape.of(3));
    return Model.of(graph.build(), ModelInfo.of(13));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
