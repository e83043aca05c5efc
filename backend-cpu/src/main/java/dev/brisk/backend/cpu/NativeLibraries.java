package dev.brisk.backend.cpu;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;

/**
 * The native libraries that ONNX Runtime's jar holds for a platform.
 *
 * @param version the jar's version
 * @param files sorted by name
 */
record NativeLibraries(String version, Platform platform, List<Library> files) {
  /**
   * One library.
   *
   * @param checksum its CRC-32
   */
  record Library(String fileName, URL url, long size, long checksum) {}

  /** Those beside the given one: all of its jar, or it and the JNI library if it is in no jar. */
  static NativeLibraries beside(URL main, String version, Platform platform) throws IOException {
    URLConnection connection = main.openConnection();
    List<Library> files = new ArrayList<>();
    if (connection instanceof JarURLConnection jar) {
      try (JarFile file = open(jar)) {
        for (JarEntry entry : file.stream().toList()) {
          if (isLibrary(entry.getName(), platform)) {
            files.add(inJar(main, entry, platform));
          }
        }
      }
    } else {
      files.add(alone(main, platform.fileName("onnxruntime")));
      String jni = platform.fileName("onnxruntime4j_jni");
      files.add(alone(new URL(main, jni), jni));
    }
    files.sort(Comparator.comparing(Library::fileName));
    return new NativeLibraries(version, platform, List.copyOf(files));
  }

  /** A folder name that tells these libraries from all others. */
  String contentName() {
    CRC32 all = new CRC32();
    for (Library file : files) {
      all.update(
          (file.fileName() + ':' + file.size() + ':' + file.checksum() + '\n')
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return "onnxruntime-%s-%s-%08x".formatted(version, platform, all.getValue());
  }

  private static JarFile open(JarURLConnection jar) throws IOException {
    jar.setUseCaches(false); // so that closing it does not close one that others use
    return jar.getJarFile();
  }

  private static boolean isLibrary(String entry, Platform platform) {
    if (!entry.startsWith(platform.folder())) {
      return false;
    }
    String name = entry.substring(platform.folder().length());
    String suffix = platform.fileName("").replaceFirst("^lib", "");
    return name.indexOf('/') < 0 && name.endsWith(suffix);
  }

  private static Library inJar(URL main, JarEntry entry, Platform platform) throws IOException {
    String name = entry.getName().substring(platform.folder().length());
    return new Library(name, new URL(main, name), entry.getSize(), entry.getCrc());
  }

  private static Library alone(URL url, String name) throws IOException {
    CRC32 checksum = new CRC32();
    long size = 0;
    byte[] block = new byte[1 << 16];
    try (InputStream in = url.openStream()) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        checksum.update(block, 0, read);
        size += read;
      }
    }
    return new Library(name, url, size, checksum.getValue());
  }
}
