package dev.brisk.conformance;

import dev.brisk.BriskException;
import dev.brisk.Model;
import dev.brisk.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * One of the ONNX standard's operator tests: a small model, inputs, and what it must give for them.
 *
 * @param inputs in the order of the graph's inputs; null where one is no dense tensor
 * @param outputs in the order of the graph's outputs; null where one is no dense tensor
 */
record OperatorCase(
    String name, Model model, List<@Nullable Tensor> inputs, List<@Nullable Tensor> outputs) {
  OperatorCase {
    inputs = Collections.unmodifiableList(inputs);
    outputs = Collections.unmodifiableList(outputs);
  }

  /**
   * Hands out all tests of an archive, one after another by name: folders with {@code model.onnx},
   * {@code input_0_0.pb}, {@code output_0_0.pb} and so on.
   */
  static void forEach(Path archive, Consumer<OperatorCase> consumer) {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      List<String> folders =
          zip.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith("/model.onnx"))
              .map(name -> name.substring(0, name.indexOf('/')))
              .sorted()
              .toList();
      for (String folder : folders) {
        Model model = load(content(zip, folder + "/model.onnx"));
        consumer.accept(
            new OperatorCase(
                folder, model, tensors(zip, folder, "input"), tensors(zip, folder, "output")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<@Nullable Tensor> tensors(ZipFile zip, String folder, String role)
      throws IOException {
    List<byte[]> encoded = new ArrayList<>();
    for (int i = 0; ; i++) {
      String name = "%s/%s_0_%d.pb".formatted(folder, role, i);
      if (zip.getEntry(name) == null) {
        break;
      }
      encoded.add(content(zip, name));
    }
    try {
      return tensors(encoded);
    } catch (BriskException e) { // one of them is a sequence, say
      List<@Nullable Tensor> tensors = new ArrayList<>();
      for (byte[] one : encoded) {
        tensors.add(tensorOrNull(one));
      }
      return tensors;
    }
  }

  private static @Nullable Tensor tensorOrNull(byte[] encoded) throws IOException {
    try {
      return tensors(List.of(encoded)).get(0);
    } catch (BriskException e) {
      return null;
    }
  }

  private static byte[] content(ZipFile zip, String name) throws IOException {
    return zip.getInputStream(zip.getEntry(name)).readAllBytes();
  }

  /** Reads tensors as the initializers of a model made around them. */
  private static List<@Nullable Tensor> tensors(List<byte[]> encoded) throws IOException {
    byte[] graph = field(2, "g".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < encoded.size(); i++) {
      byte[] name = field(8, ("t" + i).getBytes(StandardCharsets.UTF_8));
      graph = joined(graph, field(5, joined(encoded.get(i), name)));
    }
    byte[] opset = field(8, new byte[] {2 << 3, 17});
    Model model = load(joined(new byte[] {1 << 3, 8}, opset, field(7, graph)));
    List<@Nullable Tensor> tensors = new ArrayList<>();
    model.graph().initializers().values().forEach(each -> tensors.add(each.tensor()));
    return tensors;
  }

  private static Model load(byte[] content) throws IOException {
    Path file = Files.createTempFile("case", ".onnx");
    try {
      return Model.load(Files.write(file, content));
    } finally {
      Files.delete(file);
    }
  }

  private static byte[] field(int number, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write((number << 3) | 2);
    int rest = content.length;
    while (rest > 127) {
      bytes.write((rest & 127) | 128);
      rest >>>= 7;
    }
    bytes.write(rest);
    bytes.writeBytes(content);
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }
}
