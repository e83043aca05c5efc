package dev.brisk;

import dev.brisk.internal.Machine;
import dev.brisk.internal.file.NewFiles;
import dev.brisk.internal.json.Fields;
import dev.brisk.internal.json.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The file beside a model's that says how to run it. It holds only for the bytes that the model's
 * file had, and for machines with the same processors.
 */
final class TuningFile {
  private static final System.Logger LOG = System.getLogger("dev.brisk");
  private static final String SUFFIX = ".brisk.json";
  private static final long VERSION = 1;
  private static final int BUFFER = 1 << 16;

  private TuningFile() {}

  static Path beside(Path model) {
    return model.resolveSibling(model.getFileName() + SUFFIX);
  }

  static void write(Path model, Tuning tuning) {
    try {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("version", VERSION);
      fields.put("model", checksum(model));
      fields.put("machine", Machine.processors());
      fields.put("accelerator", tuning.accelerator());
      fields.put("threads", tuning.options().threads().orElse(0));
      fields.put("settings", tuning.options().settings());
      fields.put("batch", tuning.batch());
      fields.put("instances", tuning.instances());
      ByteBuffer text = StandardCharsets.UTF_8.encode(JsonWriter.write(fields));
      NewFiles.write(
          beside(model),
          channel -> {
            while (text.hasRemaining()) {
              channel.write(text);
            }
          });
    } catch (IOException e) {
      throw new StorageException("Cannot write " + beside(model) + ": " + NewFiles.reason(e), e);
    }
  }

  /** How to run the model of a file, where that is known and still holds; else the log says why. */
  static Optional<Tuning> read(Path model) {
    Path file = beside(model);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Fields fields = Fields.of(Files.readString(file));
      String reason = stale(fields, model);
      if (reason.isEmpty()) {
        return Optional.of(tuning(fields));
      }
      LOG.log(System.Logger.Level.WARNING, "Passed over {0}: {1}", file, reason);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "Passed over {0}: {1}", file, NewFiles.reason(e));
    } catch (InvalidInputException e) {
      LOG.log(System.Logger.Level.WARNING, "Passed over {0}: {1}", file, e.getMessage());
    }
    return Optional.empty();
  }

  private static String stale(Fields fields, Path model) throws IOException {
    if (fields.whole("version") != VERSION) {
      return "it is of another version of Brisk";
    } else if (!fields.text("model").equals(checksum(model))) {
      return "the model was changed since; optimize it again";
    } else if (!fields.text("machine").equals(Machine.processors())) {
      return "it was measured on other processors; optimize the model here";
    } else if (!Accelerators.available().contains(fields.text("accelerator"))) {
      return "the accelerator " + fields.text("accelerator") + " cannot run here";
    }
    return "";
  }

  private static Tuning tuning(Fields fields) {
    CompileOptions options = CompileOptions.defaults();
    int threads = number(fields, "threads", 0);
    if (threads > 0) {
      options = options.threads(threads);
    }
    for (Map.Entry<String, String> setting : fields.textsByName("settings").entrySet()) {
      options = options.with(setting.getKey(), setting.getValue());
    }
    return new Tuning(
        fields.text("accelerator"),
        options,
        number(fields, "batch", 1),
        number(fields, "instances", 1));
  }

  private static int number(Fields fields, String name, int least) {
    long value = fields.whole(name);
    if (value < least || value > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          "The field '%s' must be %d or more, but is %d".formatted(name, least, value));
    }
    return (int) value;
  }

  /** The size and the checksum of a file. */
  private static String checksum(Path file) throws IOException {
    CRC32C checksum = new CRC32C();
    long size = 0;
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
      while (channel.read(buffer) >= 0) {
        size += buffer.flip().remaining();
        checksum.update(buffer);
        buffer.clear();
      }
    }
    return size + " bytes, crc32c %08x".formatted(checksum.getValue());
  }
}
