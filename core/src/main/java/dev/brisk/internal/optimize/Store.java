package dev.brisk.internal.optimize;

import dev.brisk.Accelerator;
import dev.brisk.BriskException;
import dev.brisk.Model;
import dev.brisk.Score;
import dev.brisk.StorageException;
import dev.brisk.internal.Code;
import dev.brisk.internal.file.NewFiles;
import dev.brisk.internal.json.Fields;
import dev.brisk.internal.json.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What was made and scored before, each in a file named after a checksum of the question that it
 * answers, and with that question in it. A file that is broken counts as none.
 */
final class Store {
  private static final System.Logger LOG = System.getLogger("dev.brisk");

  private final @Nullable Path folder;

  Store(@Nullable Path folder) {
    this.folder = folder;
    if (folder != null) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new StorageException("Cannot make " + folder + ": " + NewFiles.reason(e), e);
      }
    }
  }

  /** What a question calls an accelerator, its build included. */
  static String named(Accelerator accelerator) {
    return "%s (%s) %s"
        .formatted(accelerator.name(), accelerator.description(), Code.of(accelerator.getClass()));
  }

  /**
   * A form that was made.
   *
   * @param useless why it is of no use; empty if it may be
   */
  record Made(Model model, String useless) {}

  /** The form that answers a question; null if none is known. */
  @Nullable Made made(String question) {
    Path file = file("form", question, ".onnx");
    Fields fields = read(question, "form");
    if (file == null || fields == null || !Files.exists(file)) {
      return null;
    }
    try {
      return new Made(Model.load(file), fields.text("useless"));
    } catch (BriskException e) {
      return null;
    }
  }

  void keep(String question, Made made) {
    Path file = file("form", question, ".onnx");
    if (file != null) {
      tryTo(
          () -> {
            made.model().save(file);
            write(question, "form", Map.of("useless", made.useless()));
          });
    }
  }

  /** A full disk ends no search: what cannot be kept is made again another time. */
  private static void tryTo(Runnable keeping) {
    try {
      keeping.run();
    } catch (StorageException e) {
      LOG.log(System.Logger.Level.WARNING, "What was found is not kept: {0}", e.getMessage());
    }
  }

  /** The score that answers a question; null if none is known. */
  @Nullable Score score(String question) {
    Fields fields = read(question, "score");
    try {
      if (fields == null) {
        return null;
      }
      double[] samples = fields.numbers("samples");
      return samples.length == 0 ? Score.of(fields.number("value")) : Score.mean(samples);
    } catch (BriskException e) {
      return null;
    }
  }

  void keep(String question, Score score) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("value", score.value());
    fields.put("samples", Arrays.stream(score.samples()).boxed().toList());
    tryTo(() -> write(question, "score", fields));
  }

  private @Nullable Fields read(String question, String kind) {
    Path file = file(kind, question, ".json");
    if (file == null || !Files.exists(file)) {
      return null;
    }
    try {
      Fields fields = Fields.of(Files.readString(file));
      return fields.text("question").equals(question) ? fields : null;
    } catch (IOException | BriskException e) {
      return null;
    }
  }

  private void write(String question, String kind, Map<String, Object> answer) {
    Path file = file(kind, question, ".json");
    if (file == null) {
      return;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("question", question);
    fields.putAll(answer);
    ByteBuffer text = StandardCharsets.UTF_8.encode(JsonWriter.write(fields));
    try {
      NewFiles.write(
          file,
          channel -> {
            while (text.hasRemaining()) {
              channel.write(text);
            }
          });
    } catch (IOException e) {
      throw new StorageException("Cannot write " + file + ": " + NewFiles.reason(e), e);
    }
  }

  private @Nullable Path file(String kind, String question, String suffix) {
    CRC32C checksum = new CRC32C();
    checksum.update(question.getBytes(StandardCharsets.UTF_8));
    return folder == null
        ? null
        : folder.resolve("%s-%08x%s".formatted(kind, checksum.getValue(), suffix));
  }
}
