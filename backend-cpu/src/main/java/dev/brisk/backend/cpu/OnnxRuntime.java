package dev.brisk.backend.cpu;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.brisk.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime loaded into this process; there is one at most, shared with whoever else uses it.
 *
 * <p>Loading sets the system property {@value #PATH_PROPERTY}, unless it is set, to the folder of
 * the {@link NativeCache}: else ONNX Runtime would extract its libraries to a new temporary folder
 * at each start. It is the only system property that Brisk sets. Telemetry, which some builds of
 * ONNX Runtime have, is turned off; those that send something already as they start obey the
 * environment variable {@code ORT_DISABLE_TELEMETRY=1} alone.
 *
 * @param environment never closed: it belongs to the process
 * @param version the native library's
 */
record OnnxRuntime(OrtEnvironment environment, String version) {
  /** Where ONNX Runtime looks for its native libraries. */
  static final String PATH_PROPERTY = "onnxruntime.native.path";

  private static final System.Logger LOG = System.getLogger("dev.brisk.onnxruntime");
  private static @Nullable OnnxRuntime loaded;

  /**
   * Loads it, the first time.
   *
   * @throws UnavailableException if that fails
   */
  static synchronized OnnxRuntime load() {
    OnnxRuntime runtime = loaded;
    if (runtime == null) {
      runtime = load(Platform.current());
      loaded = runtime;
    }
    return runtime;
  }

  private static OnnxRuntime load(Platform platform) {
    boolean own = System.getProperty(PATH_PROPERTY) == null;
    OnnxRuntimeJar jar;
    List<Path> temporary = new ArrayList<>();
    try {
      jar = OnnxRuntimePresence.require(platform);
      if (own) {
        System.setProperty(PATH_PROPERTY, extract(jar, platform, temporary).toString());
      }
    } catch (IOException e) {
      throw new UnavailableException(
          "ONNX Runtime's libraries could not be extracted: " + e.getMessage(), e);
    }
    try {
      if (!TemporaryFolder.arePossible()) {
        FolderlessStart.from(Path.of(System.getProperty(PATH_PROPERTY, "")));
      }
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      environment.setTelemetry(false);
      Shutdown.guard(environment);
      return new OnnxRuntime(environment, checked(environment.getVersion(), jar, own));
    } catch (OrtException | ReflectiveOperationException | LinkageError | RuntimeException e) {
      throw new UnavailableException(failure(jar, e), e);
    } finally {
      temporary.forEach(OnnxRuntime::discard);
    }
  }

  private static Path extract(OnnxRuntimeJar jar, Platform platform, List<Path> temporary)
      throws IOException {
    if (!jar.duplicates().isEmpty()) {
      LOG.log(System.Logger.Level.WARNING, "ONNX Runtime {0}{1}", jar.version(), jar.duplicates());
    }
    NativeLibraries libraries = jar.natives(platform);
    try {
      return NativeCache.ofUser().folderOf(libraries);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "The native cache cannot be used", e);
      return extractToTemporary(libraries, temporary, e);
    }
  }

  private static Path extractToTemporary(
      NativeLibraries libraries, List<Path> temporary, IOException whyNotCached)
      throws IOException {
    try {
      Path folder = Files.createTempDirectory("brisk-native-");
      temporary.add(folder);
      return new NativeCache(folder).folderOf(libraries);
    } catch (IOException e) {
      throw new IOException(
          ("neither to the user's cache (%s) nor to a temporary folder (%s); set XDG_CACHE_HOME or"
                  + " java.io.tmpdir to a folder that can be written to")
              .formatted(whyNotCached, e),
          e);
    }
  }

  private static String checked(String version, OnnxRuntimeJar jar, boolean own) {
    if (own && !jar.version().equals("unknown") && !version.equals(jar.version())) {
      throw new UnavailableException(
          "ONNX Runtime's classes are of version %s, but its native library is of version %s%s"
              .formatted(jar.version(), version, jar.duplicates()));
    }
    return version;
  }

  private static String failure(OnnxRuntimeJar jar, Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return e instanceof UnavailableException && e.getMessage() != null
        ? e.getMessage()
        : "ONNX Runtime %s could not be loaded: %s%s"
            .formatted(jar.version(), cause, jar.duplicates());
  }

  /** Has a folder of loaded libraries removed when the process ends. */
  private static void discard(Path folder) {
    try (java.util.stream.Stream<Path> files = Files.walk(folder)) {
      files.forEach(file -> file.toFile().deleteOnExit());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A temporary folder stays: {0}", folder);
    }
  }
}
