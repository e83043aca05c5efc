package dev.brisk.internal.onnx;

import dev.brisk.InvalidInputException;
import dev.brisk.InvalidModelException;
import dev.brisk.Model;
import dev.brisk.SaveOptions;
import dev.brisk.StorageException;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Initializer;
import dev.brisk.internal.file.FileContent;
import dev.brisk.internal.file.NewFiles;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireFormatException;
import dev.brisk.internal.protobuf.WireMessage;
import dev.brisk.spi.ModelFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ONNX file format: one file, or one and its external data beside it. Thread-safe. */
public final class OnnxModelFormat implements ModelFormat {
  /** The largest message that protobuf implementations read. */
  private static final long MAX_MESSAGE = Integer.MAX_VALUE;

  /** Smaller tensors stay in the model's file even if that is too large otherwise. */
  private static final long SMALL = 1 << 10;

  /** What an ONNX model begins with: the tag of one of its fields. */
  private static final Set<Integer> FIRST_BYTES =
      Set.of(0x08, 0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42, 0x72);

  private final long maxMessage;

  /** The format; it has no state. */
  public OnnxModelFormat() {
    this(MAX_MESSAGE);
  }

  /** The same with another limit to the size of the model's file. */
  OnnxModelFormat(long maxMessage) {
    this.maxMessage = maxMessage;
  }

  @Override
  public String name() {
    return "onnx";
  }

  @Override
  public boolean recognizes(Path path) {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] head = in.readNBytes(FileContent.HEAD);
      return path.toString().endsWith(".onnx") || isLikely(head);
    } catch (IOException e) {
      return path.toString().endsWith(".onnx");
    }
  }

  @Override
  public boolean recognizes(ByteBuffer bytes) {
    byte[] head = new byte[Math.min(FileContent.HEAD, bytes.remaining())];
    bytes.duplicate().get(head);
    return isLikely(head);
  }

  private static boolean isLikely(byte[] head) {
    return head.length > 0
        && FIRST_BYTES.contains((int) head[0])
        && FileContent.describe(new String(head, StandardCharsets.ISO_8859_1)) == null;
  }

  @Override
  public Model read(Path path) {
    return read(map(path), path);
  }

  /** Reads the model in a file's bytes. */
  static Model read(Bytes file, Path path) {
    return read(file, path.toString(), () -> ModelReader.read(file, path));
  }

  @Override
  public Model read(ByteBuffer bytes, @Nullable Path folder) {
    Bytes memory = Bytes.of(bytes);
    ExternalFiles files = folder == null ? ExternalFiles.none() : ExternalFiles.in(folder);
    return read(memory, "The model in memory", () -> ModelReader.read(memory, files));
  }

  private static Model read(Bytes file, String place, Supplier<Model> reader) {
    try {
      return reader.get();
    } catch (WireFormatException e) {
      throw invalid(file, place, "it is cut off or damaged " + e.sentence(), e);
    } catch (InvalidModelException | InvalidInputException e) {
      throw invalid(file, place, String.valueOf(e.getMessage()), e);
    }
  }

  /** The sentence for a file that is no model: the likeliest reason, or else the one given. */
  private static InvalidModelException invalid(
      Bytes file, String place, String reason, RuntimeException cause) {
    String foreign = FileContent.describe(file.head(FileContent.HEAD));
    return new InvalidModelException(
        foreign == null
            ? "%s (%d bytes) is no valid ONNX model: %s".formatted(place, file.size(), reason)
            : "%s is no ONNX model, but %s".formatted(place, foreign),
        cause);
  }

  private static Bytes map(Path path) {
    try {
      if (!Files.isRegularFile(path)) {
        throw new StorageException(
            Files.exists(path)
                ? path + " is no file, but an ONNX model is one"
                : "There is no file " + path.toAbsolutePath());
      }
      return Bytes.map(path);
    } catch (IOException e) {
      throw new StorageException("Cannot read " + path + ": " + NewFiles.reason(e), e);
    }
  }

  @Override
  public void write(Model model, Path path, SaveOptions options) {
    long externalFrom = options.externalDataFrom().orElse(Long.MAX_VALUE);
    ModelTensors tensors = new ModelTensors(model);
    String location = path.getFileName() + ".data";
    ExternalLayout layout = new ExternalLayout(location, tensors.outside(externalFrom));
    WireMessage message = ModelWriter.measure(model, layout.slots());
    if (message.size() > maxMessage) {
      layout = new ExternalLayout(location, tensors.outside(Math.min(SMALL, externalFrom)));
      message = ModelWriter.measure(model, layout.slots());
    }
    if (message.size() > maxMessage) {
      throw new UnsupportedModelException(
          "A model must take %d bytes or less without its weights, but this one takes %d"
              .formatted(maxMessage, message.size()));
    }
    write(message, layout, path);
  }

  /** The bytes that a model takes when it is saved, with what goes to a second file. */
  public static long size(Model model) {
    List<Initializer> outside = new ModelTensors(model).outside(Long.MAX_VALUE);
    ExternalLayout layout = new ExternalLayout("", outside);
    return ModelWriter.measure(model, layout.slots()).size() + layout.size();
  }

  private static void write(WireMessage message, ExternalLayout layout, Path path) {
    try (NewFiles files = new NewFiles()) {
      if (!layout.isEmpty()) {
        files.add(path.resolveSibling(path.getFileName() + ".data"), layout::writeTo);
      }
      files.add(path, message::writeTo);
      files.publish();
    } catch (IOException e) {
      throw new StorageException("Cannot write " + path + ": " + NewFiles.reason(e), e);
    }
  }
}
