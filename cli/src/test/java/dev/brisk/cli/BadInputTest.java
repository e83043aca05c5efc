package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input is told in one sentence, with status 1 or 2, and leaves no file behind. */
final class BadInputTest {
  @TempDir Path folder;
  @TempDir Path results;
  private TinyTask tiny;

  @BeforeEach
  void task() throws IOException {
    tiny = TinyTask.in(folder);
  }

  @Test
  void textFileAsModel() throws IOException {
    Path file = Files.writeString(folder.resolve("text.onnx"), "this is no model\n");
    assertThat(quantizeFails(1, file)).contains("text.onnx");
    assertThat(Cli.run("inspect", file).fails(1)).contains("text.onnx");
    assertThat(Cli.run("bench", file).fails(1)).contains("text.onnx");
  }

  @Test
  void modelCutOff() throws IOException {
    byte[] whole = Files.readAllBytes(tiny.model());
    Path file = Files.write(folder.resolve("half.onnx"), Arrays.copyOf(whole, whole.length / 2));
    assertThat(quantizeFails(1, file)).contains("half.onnx");
    assertThat(Cli.run("evaluate", tiny.file(), "--model", file).fails(1)).contains("half.onnx");
  }

  @Test
  void missingModel() throws IOException {
    assertThat(quantizeFails(2, folder.resolve("none.onnx"))).contains("none.onnx");
    Path task = tiny.changed("tiny.onnx", "none.onnx");
    assertThat(quantizeFails(2, task)).contains("none.onnx").contains("changed.json");
  }

  @Test
  void taskWithUnknownKey() throws IOException {
    Path task = tiny.changed("\"calibration\"", "\"limits\": 3, \"calibration\"");
    assertThat(quantizeFails(1, task))
        .contains("changed.json: there is no key \"limits\"; allowed at the top are model, inputs");
  }

  @Test
  void imageThatIsNone() throws IOException {
    Files.writeString(folder.resolve("index.csv"), "file,label\na.png,0\na.png,1\n");
    Files.writeString(folder.resolve("a.png"), "none");
    Path task =
        Files.writeString(
            folder.resolve("images.json"),
            """
            {"model": "tiny.onnx",
             "data": {"format": "images", "folder": ".", "index": "index.csv", "file": "file"},
             "inputs": [{"name": "x", "size": [2, 2]}],
             "calibration": {"every": 2},
             "metric": {"type": "top1", "output": "y"}}
            """);
    assertThat(quantizeFails(1, task)).contains("a.png is not an image");
    assertThat(Cli.run("evaluate", task).fails(1)).contains("a.png is not an image");
  }

  @Test
  void sampleOfTheWrongShape() throws IOException {
    Path task = tiny.changed("\"type\": \"float32\"", "\"type\": \"float32\", \"shape\": [2, 2]");
    assertThat(quantizeFails(1, task))
        .contains("feeds the input \"x\" with float32[1,2,2]")
        .contains("takes float32[batch,4]");
  }

  @Test
  void sampleOfTheWrongType() throws IOException {
    Path task = tiny.changed("\"float32\", \"scale\": 0.1", "\"int8\"");
    assertThat(quantizeFails(1, task)).contains("with int8[1,4]").contains("takes float32");
  }

  @Test
  void inputThatTheModelHasNot() throws IOException {
    Path task = tiny.changed("\"x\"", "\"xs\"");
    assertThat(quantizeFails(1, task))
        .contains("feeds an input \"xs\"")
        .endsWith("has the inputs x; did you mean \"x\"?");
  }

  @Test
  void outputThatTheModelHasNot() throws IOException {
    Path task = tiny.changed("\"y\"", "\"logits\"");
    assertThat(quantizeFails(1, task)).endsWith("tiny.onnx has the outputs y");
  }

  @Test
  void recordFileCutOff() throws IOException {
    Files.write(folder.resolve("data.bin"), new byte[52]);
    assertThat(quantizeFails(1, tiny.file())).contains("it is cut off");
  }

  @Test
  void precisionThatIsNone() {
    Cli run = Cli.run("quantize", tiny.file(), "--to", "int9", "-o", results.resolve("o.onnx"));
    assertThat(run.fails(2)).startsWith("--to must be one of").endsWith("but is int9");
    assertThat(results).isEmptyDirectory();
  }

  private String quantizeFails(int status, Path argument) {
    Cli run = Cli.run("quantize", argument, "--to", "int8", "-o", results.resolve("o.onnx"));
    String sentence = run.fails(status);
    assertThat(results).isEmptyDirectory();
    return sentence;
  }
}
