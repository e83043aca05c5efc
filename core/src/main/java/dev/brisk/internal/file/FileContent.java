package dev.brisk.internal.file;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a file that is no model seems to hold, told by its first bytes. */
public final class FileContent {
  /** How many of a file's first bytes are looked at. */
  public static final int HEAD = 512;

  private static final int EXCERPT = 40;

  /** First bytes of what is sometimes taken for a model, and what that is. */
  private static final Map<String, String> BEGINNINGS = new LinkedHashMap<>();

  static {
    BEGINNINGS.put(
        "version https://git-lfs", "a Git LFS pointer: fetch the model with 'git lfs pull'");
    BEGINNINGS.put("<!doctype html", "an HTML page, perhaps a download's error page");
    BEGINNINGS.put("<html", "an HTML page, perhaps a download's error page");
    BEGINNINGS.put("<?xml", "an XML text");
    BEGINNINGS.put("{", "a JSON text");
    BEGINNINGS.put("PK\3\4", "a zip archive, such as a PyTorch or Keras file");
    BEGINNINGS.put("\u001f\u008b", "a gzip archive: unpack it first");
    BEGINNINGS.put("\u0080\2", "a Python pickle, such as an old PyTorch file");
    BEGINNINGS.put("\u0089HDF", "an HDF5 file, such as a Keras model");
    BEGINNINGS.put("GGUF", "a GGUF model");
    BEGINNINGS.put("%PDF", "a PDF document");
    BEGINNINGS.put("\u0089PNG", "a PNG image");
    BEGINNINGS.put("\u00ff\u00d8\u00ff", "a JPEG image");
    BEGINNINGS.put("\u007fELF", "a program");
  }

  private FileContent() {}

  /**
   * What the file seems to hold, such as {@code a zip archive}, or null if that is not plain.
   *
   * @param head its first bytes, each as a character
   */
  public static @Nullable String describe(String head) {
    if (head.isEmpty()) {
      return "empty";
    }
    String start = head.stripLeading().toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> beginning : BEGINNINGS.entrySet()) {
      if (start.startsWith(beginning.getKey().toLowerCase(Locale.ROOT))) {
        return beginning.getValue();
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
    return head.chars().allMatch(c -> (c >= '\t' && c <= '\r') || (c >= ' ' && c != 127));
  }

  private static String excerpt(String head) {
    String line = head.strip().replaceAll("\\s+", " ");
    return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT) + "...";
  }
}
