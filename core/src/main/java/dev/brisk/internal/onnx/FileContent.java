package dev.brisk.internal.onnx;

import dev.brisk.internal.memory.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a file seems to hold, told by its first bytes. */
final class FileContent {
  private static final int HEAD = 512;

  /** First bytes of what is sometimes taken for a model, and what that is. */
  private static final Map<String, String> MAGIC = new LinkedHashMap<>();

  static {
    MAGIC.put("version https://git-lfs", "a Git LFS pointer: fetch the model with 'git lfs pull'");
    MAGIC.put("PK\3\4", "a zip archive, such as a PyTorch or Keras file");
    MAGIC.put("\u0089HDF", "an HDF5 file, such as a Keras model");
    MAGIC.put("\u0080\2", "a Python pickle, such as an old PyTorch file");
    MAGIC.put("\u001f\u008b", "a gzip archive: unpack it first");
    MAGIC.put("GGUF", "a GGUF model");
    MAGIC.put("%PDF", "a PDF document");
    MAGIC.put("\u007fELF", "a program");
    MAGIC.put("{", "a JSON text");
    MAGIC.put("<!doctype html", "an HTML page, perhaps an error page of a download");
    MAGIC.put("<html", "an HTML page, perhaps an error page of a download");
    MAGIC.put("<?xml", "an XML text");
  }

  /** First bytes of an ONNX model: the tags of its fields. */
  private static final Set<Integer> FIRST_TAGS =
      Set.of(0x08, 0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42, 0x72);

  private final Bytes file;

  private FileContent(Bytes file) {
    this.file = file;
  }

  static FileContent of(Bytes file) {
    return new FileContent(file);
  }

  /** Whether the first bytes could be those of an ONNX model. */
  static boolean looksLikeModel(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      Bytes head = Bytes.of(in.readNBytes(HEAD));
      return head.size() > 0
          && FIRST_TAGS.contains((int) head.get(0))
          && of(head).foreign() == null;
    } catch (IOException e) {
      return false;
    }
  }

  /** The sentence for a file that is no model: the likeliest reason, or else the one given. */
  String explain(Path path, String reason) {
    String foreign = foreign();
    return foreign == null
        ? "%s (%d bytes) is no valid ONNX model: %s".formatted(path, file.size(), reason)
        : "%s is no ONNX model, but %s".formatted(path, foreign);
  }

  private @Nullable String foreign() {
    if (file.size() == 0) {
      return "empty";
    }
    String head = file.head(HEAD);
    String start = head.stripLeading().toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> magic : MAGIC.entrySet()) {
      if (start.startsWith(magic.getKey().toLowerCase(Locale.ROOT))) {
        return magic.getValue();
      }
    }
    if (head.startsWith("TFL3", 4)) {
      return "a TensorFlow Lite model";
    }
    if (head.startsWith("ORTM", 4)) {
      return "a model in ONNX Runtime's own format";
    }
    return isText(head) ? "a text that begins with '" + excerpt(head) + "'" : null;
  }

  private static boolean isText(String head) {
    return head.chars()
        .allMatch(c -> c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c != 127));
  }

  private static String excerpt(String head) {
    String line = head.strip();
    return line.substring(0, Math.min(40, line.length())).replaceAll("\\s+", " ");
  }
}
