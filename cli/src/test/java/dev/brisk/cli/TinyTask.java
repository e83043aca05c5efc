package dev.brisk.cli;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * A task small enough for a unit test, with all its files in one folder: four numbers in, two
 * scores out, and records that the model gets right three times out of four.
 */
public record TinyTask(Path folder) {
  private static final int RECORDS = 40;

  /** Writes the files. */
  public static TinyTask in(Path folder) throws IOException {
    TinyTask task = new TinyTask(folder);
    model(1).save(task.model());
    model(-1).save(folder.resolve("inverse.onnx"));
    Files.write(folder.resolve("data.bin"), records());
    Files.writeString(
        task.file(),
        """
        {"model": "tiny.onnx",
         "data": {"format": "records", "files": ["data.bin"],
                  "record": [{"name": "label", "type": "uint8"},
                             {"name": "x", "type": "int8", "shape": [4]}]},
         "inputs": [{"name": "x", "type": "float32", "scale": 0.1}],
         "calibration": {"first": 8},
         "metric": {"type": "top1", "output": "y"}}
        """);
    return task;
  }

  /** The task file. */
  public Path file() {
    return folder.resolve("tiny.json");
  }

  /** The model's file. */
  public Path model() {
    return folder.resolve("tiny.onnx");
  }

  /** The task with a piece of its text replaced. */
  public Path changed(String from, String to) throws IOException {
    Path changed = folder.resolve("changed.json");
    return Files.writeString(changed, Files.readString(file()).replace(from, to));
  }

  /** Scores the first two numbers against the last two. */
  static Model model(float sign) {
    GraphBuilder graph = Graph.builder("tiny");
    String x = graph.input("x", ElementType.FLOAT32, Shape.of(new long[] {-1, 4}, symbols()));
    float[] values = {sign, 0, sign, 0, 0, sign, 0, sign};
    String weight = graph.initializer("w", Tensor.of(values, 4, 2));
    String bias = graph.initializer("b", Tensor.of(new float[] {0, 0.01f}, 2));
    String y = graph.node("Gemm", "y", List.of(x, weight, bias));
    graph.output(y, ElementType.FLOAT32, Shape.of(new long[] {-1, 2}, symbols()));
    return Model.of(graph.build(), ModelInfo.of(13));
  }

  private static String[] symbols() {
    return new String[] {"batch", null};
  }

  private static byte[] records() {
    Random random = new Random(5);
    byte[] bytes = new byte[RECORDS * 5];
    for (int i = 0; i < RECORDS; i++) {
      byte[] x = new byte[4];
      random.nextBytes(x);
      int right = x[0] + x[1] > x[2] + x[3] ? 0 : 1;
      bytes[i * 5] = (byte) (i % 4 == 3 ? 1 - right : right);
      System.arraycopy(x, 0, bytes, i * 5 + 1, 4);
    }
    return bytes;
  }
}
