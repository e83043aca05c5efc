package dev.brisk.backend.cpu;

import dev.brisk.Availability;
import dev.brisk.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether ONNX Runtime can run here, judged by what is there without loading it. */
final class OnnxRuntimePresence {
  private OnnxRuntimePresence() {}

  static Availability check(Platform platform) throws IOException {
    return check(platform, System.getProperty(OnnxRuntime.PATH_PROPERTY));
  }

  /**
   * Checks.
   *
   * @param folder where the user has libraries of their own, else null
   */
  static Availability check(Platform platform, @Nullable String folder) throws IOException {
    OnnxRuntimeJar jar = OnnxRuntimeJar.find(platform);
    if (jar == null) {
      return Availability.no(
          "ONNX Runtime is missing: add the artifact com.microsoft.onnxruntime:onnxruntime");
    }
    String reason =
        folder == null ? reasonAgainst(jar, platform) : reasonAgainst(Path.of(folder), platform);
    return reason == null
        ? Availability.yes(
            "ONNX Runtime %s on %s%s".formatted(jar.version(), platform, jar.duplicates()))
        : Availability.no(reason);
  }

  /** The jar, if it can run here. */
  static OnnxRuntimeJar require(Platform platform) throws IOException {
    OnnxRuntimeJar jar = OnnxRuntimeJar.find(platform);
    Availability availability = check(platform);
    if (jar == null || !availability.available()) {
      throw new UnavailableException("ONNX Runtime cannot be used here: " + availability.detail());
    }
    return jar;
  }

  private static @Nullable String reasonAgainst(OnnxRuntimeJar jar, Platform platform) {
    if (jar.libraries().isEmpty()) {
      return "ONNX Runtime %s has no library for %s; it has them for linux-x64, linux-aarch64, "
              .formatted(jar.version(), platform)
          + "osx-aarch64 and win-x64, and -D"
          + OnnxRuntime.PATH_PROPERTY
          + "=FOLDER takes one of your own";
    }
    return Platform.obstacle();
  }

  private static @Nullable String reasonAgainst(Path folder, Platform platform) {
    Path library = folder.resolve(platform.fileName("onnxruntime"));
    return Files.isRegularFile(library)
        ? null
        : "the system property "
            + OnnxRuntime.PATH_PROPERTY
            + " names a folder without "
            + library.getFileName()
            + ": "
            + folder;
  }
}
