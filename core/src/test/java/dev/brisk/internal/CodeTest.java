package dev.brisk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CodeTest {
  /** A class that tests load from elsewhere. */
  private static final class Loaded {}

  @TempDir Path folder;

  @Test
  void otherBuildOfTheSameVersion_isToldApart() throws Exception {
    Path one = folder.resolve("one.jar");
    Path same = folder.resolve("same.jar");
    Path other = folder.resolve("other one.jar");
    writeJar(one, "a");
    writeJar(same, "a");
    writeJar(other, "b");
    assertThat(described(one)).startsWith("development ").isEqualTo(described(same));
    assertThat(described(other)).isNotEqualTo(described(one));
  }

  @Test
  void folderOfClasses_changesWithAnyFile() throws Exception {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path place = classes.resolve(entry());
    Files.createDirectories(place.getParent());
    Files.write(place, bytes());
    String before = described(classes);
    assertThat(described(classes)).isEqualTo(before);
    Files.writeString(classes.resolve("more"), "a");
    assertThat(described(classes)).isNotEqualTo(before);
  }

  @Test
  void classOfTheJdk_hasItsVersionAlone() {
    assertThat(Code.of(String.class)).isNotEmpty();
  }

  private static String described(Path place) throws IOException, ClassNotFoundException {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {place.toUri().toURL()}, null)) {
      return Code.of(loader.loadClass(Loaded.class.getName()));
    }
  }

  private static void writeJar(Path file, String note) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      add(jar, entry(), bytes());
      add(jar, "note", note.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void add(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTime(0);
    jar.putNextEntry(entry);
    jar.write(bytes);
    jar.closeEntry();
  }

  private static String entry() {
    return Loaded.class.getName().replace('.', '/') + ".class";
  }

  private static byte[] bytes() throws IOException {
    try (InputStream stream = CodeTest.class.getResourceAsStream("CodeTest$Loaded.class")) {
      return stream.readAllBytes();
    }
  }
}
