package dev.brisk.internal;

import dev.brisk.InvalidModelException;
import dev.brisk.Model;
import dev.brisk.StorageException;
import dev.brisk.internal.file.FileContent;
import dev.brisk.internal.file.NewFiles;
import dev.brisk.spi.ModelFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The model formats found, and the choice among them. */
public final class ModelFormats {
  private ModelFormats() {}

  /** Loads a model with the format that recognizes the file. */
  public static Model load(Path path) {
    if (!Files.exists(path)) {
      throw new StorageException(
          "There is no file " + path.toAbsolutePath() + " to load a model from");
    }
    List<ModelFormat> formats = formats();
    for (ModelFormat format : formats) {
      if (format.recognizes(path)) {
        return format.read(path);
      }
    }
    throw new InvalidModelException(
        "%s holds no model of a known format%s; the formats here are %s"
            .formatted(path, butContent(path), formats.stream().map(ModelFormat::name).toList()));
  }

  private static String butContent(Path path) {
    if (!Files.isRegularFile(path)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] head = in.readNBytes(FileContent.HEAD);
      String content = FileContent.describe(new String(head, StandardCharsets.ISO_8859_1));
      return content == null ? "" : ", but is " + content;
    } catch (IOException e) {
      throw new StorageException("Cannot read " + path + ": " + NewFiles.reason(e), e);
    }
  }

  /** Saves a model as ONNX. */
  public static void save(Model model, Path path) {
    for (ModelFormat format : formats()) {
      if (format.name().equals("onnx")) {
        format.write(model, path);
        return;
      }
    }
    throw new InvalidModelException("The ONNX format is missing from this installation");
  }

  private static List<ModelFormat> formats() {
    List<ModelFormat> formats = new ArrayList<>();
    ClassLoader own = ModelFormats.class.getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    new Providers<>(ModelFormat::name, format -> dev.brisk.Availability.yes(""))
        .find(
            ServiceLoader.load(ModelFormat.class, own),
            context == null || context == own
                ? null
                : ServiceLoader.load(ModelFormat.class, context))
        .forEach(
            entry -> {
              ModelFormat format = entry.provider();
              if (format != null) {
                formats.add(format);
              }
            });
    return formats;
  }
}
