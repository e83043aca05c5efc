package dev.brisk.internal;

import dev.brisk.Availability;
import dev.brisk.BriskException;
import dev.brisk.InvalidModelException;
import dev.brisk.Model;
import dev.brisk.SaveOptions;
import dev.brisk.StorageException;
import dev.brisk.Tracing;
import dev.brisk.internal.file.FileContent;
import dev.brisk.internal.file.NewFiles;
import dev.brisk.spi.Activity;
import dev.brisk.spi.ModelFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The model formats found, and the choice among them. */
public final class ModelFormats {
  private static final System.Logger LOG = System.getLogger("dev.brisk");

  private static final Providers<ModelFormat> PROVIDERS =
      new Providers<>(ModelFormat.class, ModelFormat::name, format -> Availability.yes(""));

  private ModelFormats() {}

  /** Loads a model with the format that recognizes the file. */
  public static Model load(Path path) {
    if (!Files.exists(path)) {
      throw new StorageException(
          "There is no file " + path.toAbsolutePath() + " to load a model from");
    }
    List<Providers.Entry<ModelFormat>> formats = PROVIDERS.find();
    ModelFormat format = recognizing(formats, it -> it.recognizes(path));
    if (format == null) {
      throw new InvalidModelException(
          "%s holds no model of a known format%s; of formats %s"
              .formatted(path, butContent(path), Providers.listing(formats)));
    }
    Activity load =
        new Activity(Activity.Kind.MODEL_LOAD, path.toString(), format.name(), size(path));
    return Tracing.during(load, () -> format.read(path));
  }

  /** Loads a model from memory, and from files in a folder that it names. */
  public static Model load(ByteBuffer bytes, @Nullable Path folder) {
    ByteBuffer memory = bytes.isDirect() ? bytes.slice() : direct(bytes);
    List<Providers.Entry<ModelFormat>> formats = PROVIDERS.find();
    ModelFormat format = recognizing(formats, it -> it.recognizes(memory.asReadOnlyBuffer()));
    if (format == null) {
      throw new InvalidModelException(
          "The %d bytes hold no model of a known format; of formats %s"
              .formatted(memory.capacity(), Providers.listing(formats)));
    }
    Activity load =
        new Activity(Activity.Kind.MODEL_LOAD, "memory", format.name(), memory.capacity());
    return Tracing.during(load, () -> format.read(memory.asReadOnlyBuffer(), folder));
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      return 0;
    }
  }

  private static ByteBuffer direct(ByteBuffer bytes) {
    return ByteBuffer.allocateDirect(bytes.remaining()).put(bytes.duplicate()).flip();
  }

  private static @Nullable ModelFormat recognizing(
      List<Providers.Entry<ModelFormat>> formats, Predicate<ModelFormat> look) {
    for (Providers.Entry<ModelFormat> entry : formats) {
      ModelFormat format = entry.provider();
      if (format != null && recognizes(format, entry.name(), look)) {
        return format;
      }
    }
    return null;
  }

  private static boolean recognizes(ModelFormat format, String name, Predicate<ModelFormat> look) {
    try {
      return look.test(format);
    } catch (BriskException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      LOG.log(System.Logger.Level.WARNING, "Passed over: the model format " + name, e);
      return false;
    }
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
  public static void save(Model model, Path path, SaveOptions options) {
    List<Providers.Entry<ModelFormat>> formats = PROVIDERS.find();
    for (Providers.Entry<ModelFormat> entry : formats) {
      ModelFormat format = entry.provider();
      if (format != null && entry.name().equals("onnx")) {
        format.write(model, path, options);
        return;
      }
    }
    throw new InvalidModelException(
        "The format to save %s in, onnx, is missing; of formats %s"
            .formatted(path, Providers.listing(formats)));
  }
}
