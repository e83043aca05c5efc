package dev.brisk.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeCacheTest {
  private static final Platform LINUX = new Platform("linux", "x64");
  private static final byte[] CONTENT =
      "a library".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  @TempDir Path temp;
  private NativeLibraries libraries;
  private NativeCache cache;

  @BeforeEach
  void prepare() throws IOException {
    Path source = Files.write(temp.resolve("source.so"), CONTENT);
    CRC32 checksum = new CRC32();
    checksum.update(CONTENT);
    libraries =
        new NativeLibraries(
            "1.0",
            LINUX,
            List.of(
                new NativeLibraries.Library(
                    "libfast.so", source.toUri().toURL(), CONTENT.length, checksum.getValue())));
    cache = new NativeCache(temp.resolve("cache"));
  }

  @Test
  void extracts_once() throws IOException {
    Path file = cache.folderOf(libraries).resolve("libfast.so");
    assertThat(file).hasBinaryContent(CONTENT);
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(file, old);
    Files.delete(temp.resolve("source.so"));
    assertThat(cache.folderOf(libraries)).isEqualTo(file.getParent());
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(old);
  }

  @Test
  void keeps_onlyTheLibraries() throws IOException {
    assertThat(cache.folderOf(libraries))
        .isDirectoryContaining(file -> file.endsWith("libfast.so"))
        .isDirectoryNotContaining(file -> file.toString().endsWith(".part"));
  }

  @Test
  void damagedFile_isExtractedAgain() throws IOException {
    Path file = cache.folderOf(libraries).resolve("libfast.so");
    Files.write(file, "a_library".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    cache.folderOf(libraries);
    assertThat(file).hasBinaryContent(CONTENT);
    Files.write(file, new byte[3]);
    cache.folderOf(libraries);
    assertThat(file).hasBinaryContent(CONTENT);
  }

  @Test
  void changedSource_isRefused() throws IOException {
    Files.write(temp.resolve("source.so"), new byte[CONTENT.length]);
    assertThatThrownBy(() -> cache.folderOf(libraries))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("source.so");
  }

  @Test
  void folder_isItsOwnersAlone() throws IOException {
    assumePosix();
    Path folder = cache.folderOf(libraries);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("libfast.so"))))
        .isEqualTo("rwx------");
  }

  @Test
  void folderOpenToOthers_isRefused() throws IOException {
    assumePosix();
    Path folder = cache.folderOf(libraries);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> cache.folderOf(libraries))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(folder.toString(), "rwxrwxrwx");
  }

  @Test
  void rootThatIsAFile_isRefused() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));
    assertThatThrownBy(() -> new NativeCache(file).folderOf(libraries))
        .isInstanceOf(IOException.class);
  }

  @Test
  void contentName_tellsContentsApart() throws IOException {
    NativeLibraries.Library one = libraries.files().get(0);
    NativeLibraries other =
        new NativeLibraries(
            "1.0",
            LINUX,
            List.of(
                new NativeLibraries.Library(
                    one.fileName(), one.url(), one.size(), one.checksum() + 1)));
    assertThat(other.contentName())
        .startsWith("onnxruntime-1.0-linux-x64-")
        .isNotEqualTo(libraries.contentName());
  }

  private static void assumePosix() {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "the file system has no POSIX permissions");
  }
}
