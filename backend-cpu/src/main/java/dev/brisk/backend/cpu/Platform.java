package dev.brisk.backend.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operating system and processor, as the folders of ONNX Runtime's jar name them.
 *
 * @param os such as {@code linux}; as Java names it where ONNX Runtime has no name for it
 * @param arch such as {@code x64}; as Java names it where ONNX Runtime has no name for it
 */
record Platform(String os, String arch) {
  static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static Platform of(String javaOs, String javaArch) {
    String os = javaOs.toLowerCase(Locale.ROOT);
    String arch = javaArch.toLowerCase(Locale.ROOT);
    return new Platform(
        os.contains("mac") || os.contains("darwin")
            ? "osx"
            : os.startsWith("win") ? "win" : os.contains("nux") ? "linux" : javaOs,
        arch.equals("amd64") || arch.equals("x86_64")
            ? "x64"
            : arch.equals("aarch64") || arch.equals("arm64") ? "aarch64" : javaArch);
  }

  /** The folder of the jar that holds this platform's libraries. */
  String folder() {
    return "ai/onnxruntime/native/" + this + "/";
  }

  /** The file name of a library. */
  String fileName(String library) {
    return switch (os) {
      case "win" -> library + ".dll";
      case "osx" -> "lib" + library + ".dylib";
      default -> "lib" + library + ".so";
    };
  }

  /** Why ONNX Runtime cannot run although its jar has libraries for the platform; mostly null. */
  static @Nullable String obstacle() {
    Path maps = Path.of("/proc/self/maps");
    if (!Files.isReadable(maps)) {
      return null;
    }
    try (Stream<String> lines = Files.lines(maps)) {
      return lines.anyMatch(line -> line.contains("/ld-musl-"))
          ? "this Java runs on musl libc (as Alpine Linux has), but ONNX Runtime needs glibc: use an"
              + " image based on Debian, Ubuntu or Red Hat"
          : null;
    } catch (IOException | java.io.UncheckedIOException e) {
      return null;
    }
  }

  /** Such as {@code linux-x64}. */
  @Override
  public String toString() {
    return os + "-" + arch;
  }
}
