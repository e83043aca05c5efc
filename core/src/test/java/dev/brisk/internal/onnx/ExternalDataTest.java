package dev.brisk.internal.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.SaveOptions;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExternalDataTest {
  private static final SaveOptions SPLIT = SaveOptions.defaults().externalDataFrom(100);

  @TempDir Path root;

  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(root.resolve("model"));
  }

  @Test
  void writesLargeWeightsBesideTheModel() throws IOException {
    Path file = folder.resolve("m.onnx");
    model().save(file, SPLIT);
    assertThat(names()).containsExactly("m.onnx", "m.onnx.data");
    assertThat(references(file))
        .containsExactly(
            Map.of("location", "m.onnx.data", "offset", "0", "length", "400"),
            Map.of("location", "m.onnx.data", "offset", "65536", "length", "2000000"),
            Map.of("location", "m.onnx.data", "offset", "2068480", "length", "800"));
  }

  @Test
  void writesThemBesideAModelThatWouldBeTooLarge() throws IOException {
    Path file = folder.resolve("m.onnx");
    write(2_000_000, file);
    assertThat(references(file)).extracting("length").containsExactly("2000000");
    write(2_003_000, file);
    assertThat(references(file)).isEmpty();
    assertThatThrownBy(() -> write(500, file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageMatching("A model must take 500 bytes or less .*, but this one takes \\d+");
  }

  @Test
  void readsThemBackAsSlicesOfTheFile() {
    Path file = folder.resolve("m.onnx");
    model().save(file, SPLIT);
    Graph graph = Model.load(file).graph();
    model()
        .graph()
        .initializers()
        .forEach(
            (name, expected) -> {
              Tensor tensor = graph.initializers().get(name).tensor();
              assertThat(tensor.asByteBuffer().isDirect()).isTrue();
              assertThat(tensor.toByteArray()).as(name).isEqualTo(expected.tensor().toByteArray());
            });
  }

  @Test
  void movesThemAlongWhenTheModelIsSavedElsewhere() throws IOException {
    Path file = folder.resolve("m.onnx");
    model().save(file, SPLIT);
    Path other = Files.createDirectory(root.resolve("other")).resolve("n.onnx");
    Model.load(file).save(other);
    Files.delete(folder.resolve("m.onnx.data"));
    assertThat(references(other)).extracting("location").containsOnly("n.onnx.data");
    assertThat(Model.load(other).graph().initializers().get("large").tensor().toByteArray())
        .isEqualTo(model().graph().initializers().get("large").tensor().toByteArray());
  }

  @Test
  void keepsTensorsWithoutElementsInside() throws IOException {
    Path file = write("dims: 0 data_type: 1", "location", "w");
    Files.createFile(folder.resolve("w"));
    Path again = folder.resolve("again.onnx");
    Model.load(file).save(again);
    assertThat(references(again)).isEmpty();
    assertThat(Model.load(again).graph().initializers().values())
        .singleElement()
        .satisfies(tensor -> assertThat(tensor.tensor().shape()).isEqualTo(Shape.of(0)));

    GraphBuilder graph = Graph.builder("empty");
    graph.initializer("none", Tensor.of(new float[0], 0, 4));
    graph.output("none", ElementType.FLOAT32, Shape.of(0, 4));
    Model model = Model.of(graph.build(), ModelInfo.of(17));
    model.save(file, SaveOptions.defaults().externalDataFrom(0));
    assertThat(references(file)).isEmpty();
  }

  @Test
  void savesOverTheFilesItWasLoadedFrom() throws IOException {
    Path file = folder.resolve("m.onnx");
    model().save(file, SPLIT);
    Model loaded = Model.load(file);
    loaded.save(file);
    loaded.save(file);
    assertThat(names()).containsExactly("m.onnx", "m.onnx.data");
    assertThat(Model.load(file).graph().initializers().get("large").tensor().toByteArray())
        .isEqualTo(model().graph().initializers().get("large").tensor().toByteArray());
  }

  @Test
  void keepsWhatElseIsSaidOfATensor() throws IOException {
    Files.write(folder.resolve("w"), new byte[] {0, 0, (byte) 0x80, 0x3f});
    Path file = write("doc_string: 'doc' dims: 1 data_type: 1", "location", "w", "checksum", "00");
    Path copy = folder.resolve("copy.onnx");
    Model.load(file).save(copy);
    assertThat(text(copy)).contains("doc_string: \"doc\"").contains("copy.onnx.data");
    assertThat(text(copy)).doesNotContain("checksum");
    assertThat(Model.load(copy).graph().initializers().get("w").tensor().toFloatArray())
        .containsExactly(1);
  }

  @Test
  void takesTheRestOfTheFileWhereNoLengthIsGiven() throws IOException {
    Files.write(folder.resolve("w"), new byte[] {9, 9, 0, 0, (byte) 0x80, 0x3f});
    Path file = write("dims: 1 data_type: 1", "location", "w", "offset", "2");
    assertThat(Model.load(file).graph().initializers().get("w").tensor().toFloatArray())
        .containsExactly(1);
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/passwd, absolute paths and '..' are refused",
    "../secret, absolute paths and '..' are refused",
    "sub/../../secret, absolute paths and '..' are refused",
    "..\\secret, absolute paths and '..' are refused",
    "\\\\server\\secret, absolute paths and '..' are refused",
    "C:\\secret, absolute paths and '..' are refused",
    "'', absolute paths and '..' are refused",
    "., is not beside the model",
    "none, is not beside the model",
    "link, it is a link to",
    "links/secret, it is a link to",
    "'a\u0000b', it is no path",
  })
  void refusesFilesOutsideTheModelsFolder(String location, String words) throws IOException {
    Files.write(root.resolve("secret"), new byte[4]);
    Files.createSymbolicLink(folder.resolve("link"), root.resolve("secret"));
    Files.createSymbolicLink(folder.resolve("links"), root);
    Path file = write("dims: 1 data_type: 1", "location", location);
    assertThatThrownBy(() -> Model.load(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("tensor 'w'")
        .hasMessageContaining(words.replace("''", "'"));
  }

  @Test
  void followsLinksWithinTheFolderAndBesideALinkedModel() throws IOException {
    Files.write(folder.resolve("real"), new byte[4]);
    Files.createSymbolicLink(folder.resolve("w"), folder.resolve("real"));
    Path file = write("dims: 1 data_type: 1", "location", "w");
    assertThat(Model.load(file).graph().initializers()).hasSize(1);

    Path snapshot = Files.createDirectory(root.resolve("snapshot"));
    Path linked = Files.createSymbolicLink(snapshot.resolve("model.onnx"), file);
    Files.createSymbolicLink(snapshot.resolve("w"), folder.resolve("real"));
    assertThat(Model.load(linked).graph().initializers()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8, 'should be the 8 bytes at 0 of ''w'', but that file has 4 bytes'",
    "5, 0, 'should be the 0 bytes at 5'",
    "9223372036854775807, 9223372036854775807, 'at 9223372036854775807'",
    "0, 2, 'float32[1] takes 4 bytes, but the file has 2 for it'",
    "-1, 4, 'the offset of external data must be a number from 0 on, but is ''-1'''",
    "0, x, 'the length of external data must be a number from 0 on, but is ''x'''",
    "99999999999999999999, 4, 'must be a number'",
  })
  void refusesPlacesOutsideTheFile(String offset, String length, String words) throws IOException {
    Files.write(folder.resolve("w"), new byte[4]);
    Path file = write("dims: 1 data_type: 1", "location", "w", "offset", offset, "length", length);
    assertThatThrownBy(() -> Model.load(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("tensor 'w'")
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsAModelInMemoryWithItsFilesInAFolder(boolean direct) throws IOException {
    Path file = folder.resolve("m.onnx");
    model().save(file, SPLIT);
    Model loaded = Model.load(buffer(file, direct), folder);
    Files.delete(file);
    assertThat(loaded.source()).isEmpty();
    model()
        .graph()
        .initializers()
        .forEach(
            (name, expected) ->
                assertThat(loaded.graph().initializers().get(name).tensor().toByteArray())
                    .as(name)
                    .isEqualTo(expected.tensor().toByteArray()));
    Path copy = root.resolve("copy.onnx");
    loaded.save(copy);
    assertThat(references(copy)).hasSize(3);
  }

  @Test
  void looksForFilesOfAModelInMemoryInTheFolderAlone() throws IOException {
    Path file = folder.resolve("m.onnx");
    model().save(file, SPLIT);
    ByteBuffer bytes = buffer(file, true);
    assertThatThrownBy(() -> Model.load(bytes))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("The model in memory")
        .hasMessageContaining("tensor 'first': its elements are in the file 'm.onnx.data', but no")
        .hasMessageContaining("folder was given");
    assertThatThrownBy(() -> Model.load(bytes, root))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("'m.onnx.data', which is not beside the model in " + root);
    Files.move(folder.resolve("m.onnx.data"), root.resolve("data"));
    Files.createSymbolicLink(folder.resolve("m.onnx.data"), root.resolve("data"));
    assertThatThrownBy(() -> Model.load(bytes, folder))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("it is a link to");
  }

  private static ByteBuffer buffer(Path file, boolean direct) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return direct
        ? ByteBuffer.allocateDirect(bytes.length).put(bytes).flip()
        : ByteBuffer.wrap(bytes);
  }

  @Test
  void keepsTheValuesOfAttributesInside() throws IOException {
    GraphBuilder graph = Graph.builder("g");
    graph.node("Constant", "y", List.of(), Attribute.of("value", Tensor.of(new float[1000], 1000)));
    graph.output("y", ElementType.FLOAT32, Shape.of(1000));
    Path file = folder.resolve("m.onnx");
    Model.of(graph.build(), ModelInfo.of(13)).save(file, SPLIT);
    assertThat(names()).containsExactly("m.onnx");
  }

  /** Writes the model with a limit to the size of its file. */
  private static void write(long limit, Path file) {
    new OnnxModelFormat(limit).write(model(), file, SaveOptions.defaults());
  }

  private static Model model() {
    GraphBuilder graph = Graph.builder("g");
    float[] ramp = new float[500_000];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i;
    }
    graph.initializer("small", Tensor.of(new float[] {1}, 1));
    graph.initializer("first", Tensor.of(Arrays.copyOf(ramp, 100), 100));
    graph.initializer("large", Tensor.of(ramp, ramp.length));
    graph.initializer("last", Tensor.of(new long[100], 100));
    graph.node("Sum", "y", List.of("small", "first", "large"));
    graph.node("Identity", "z", List.of("last"));
    graph.output("y", ElementType.FLOAT32, Shape.of(500_000));
    graph.output("z", ElementType.INT64, Shape.of(100));
    return Model.of(graph.build(), ModelInfo.of(13));
  }

  /** Writes a model of one tensor in an external file, by the independent implementation. */
  private Path write(String tensor, String... entries) throws IOException {
    StringBuilder data = new StringBuilder();
    for (int i = 0; i < entries.length; i += 2) {
      data.append(
          "external_data { key: '%s' value: '%s' } "
              .formatted(
                  entries[i],
                  TextFormat.escapeBytes(entries[i + 1].getBytes(StandardCharsets.UTF_8))));
    }
    DynamicMessage.Builder model = OnnxSchema.message("ModelProto");
    TextFormat.merge(
        ("ir_version: 8 opset_import { version: 13 } graph { name: 'g' initializer { name: 'w' "
                + "%s data_location: EXTERNAL %s } output { name: 'w' } }")
            .formatted(tensor, data),
        model);
    Path file = folder.resolve("m.onnx");
    return Files.write(file, model.build().toByteArray());
  }

  private static String text(Path file) throws IOException {
    return OnnxSchema.parse(Files.readAllBytes(file)).toString();
  }

  private static List<Map<String, String>> references(Path file) throws IOException {
    List<Map<String, String>> references = new ArrayList<>();
    DynamicMessage model = OnnxSchema.parse(Files.readAllBytes(file));
    DynamicMessage graph = (DynamicMessage) OnnxSchema.get(model, "graph");
    for (Object tensor : (List<?>) OnnxSchema.get(graph, "initializer")) {
      Map<String, String> entries = new HashMap<>();
      for (Object entry : (List<?>) OnnxSchema.get((DynamicMessage) tensor, "external_data")) {
        entries.put(
            (String) OnnxSchema.get((DynamicMessage) entry, "key"),
            (String) OnnxSchema.get((DynamicMessage) entry, "value"));
      }
      if (!entries.isEmpty()) {
        references.add(entries);
      }
    }
    return references;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
