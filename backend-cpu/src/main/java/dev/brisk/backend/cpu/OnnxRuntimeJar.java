package dev.brisk.backend.cpu;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime's jar as the class path or module path has it; looking at it loads nothing native.
 *
 * @param version the version of its classes; "unknown" where the jar does not say
 * @param libraries where the platform's main library was found, that of the classes' own jar first
 */
record OnnxRuntimeJar(String version, List<URL> libraries) {
  private static final String CLASS = "ai.onnxruntime.OrtEnvironment";

  /** The jar, or null if there is none. */
  static @Nullable OnnxRuntimeJar find(Platform platform) throws IOException {
    ClassLoader own = OnnxRuntimeJar.class.getClassLoader();
    Class<?> type;
    try {
      type = Class.forName(CLASS, false, own);
    } catch (ClassNotFoundException e) {
      return null;
    }
    ClassLoader loader = type.getClassLoader();
    String resource = platform.folder() + platform.fileName("onnxruntime");
    List<URL> found =
        new java.util.ArrayList<>(
            Collections.list(
                loader == null
                    ? ClassLoader.getSystemResources(resource)
                    : loader.getResources(resource)));
    String home = homeOf(type);
    found.sort(
        java.util.Comparator.comparing((URL url) -> home.isEmpty() || !isIn(url, home))
            .thenComparing(URL::toString));
    return new OnnxRuntimeJar(versionOf(type), List.copyOf(found));
  }

  /** The libraries of the jar that the classes are in. */
  NativeLibraries natives(Platform platform) throws IOException {
    return NativeLibraries.beside(libraries.get(0), version, platform);
  }

  /** A clause to append on libraries in several jars, or nothing. */
  String duplicates() {
    return libraries.size() < 2
        ? ""
        : "; but the class path holds its libraries "
            + libraries.size()
            + " times ("
            + String.join(", ", libraries.stream().map(URL::toString).toList())
            + "): keep one";
  }

  private static boolean isIn(URL resource, String home) {
    return resource.toString().contains(home);
  }

  private static String homeOf(Class<?> type) {
    return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
        .map(java.security.CodeSource::getLocation)
        .map(URL::toString)
        .orElse("");
  }

  private static String versionOf(Class<?> type) {
    if (type.getModule().isNamed()) {
      return type.getModule().getDescriptor().version().map(Object::toString).orElse("unknown");
    }
    String version = type.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
