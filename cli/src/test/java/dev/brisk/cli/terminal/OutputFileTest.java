package dev.brisk.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputFileTest {
  @TempDir Path folder;

  @Test
  void write_leavesTheFileAlone() {
    OutputFile.write(folder.resolve("a.txt"), "text");
    assertThat(folder).isDirectoryContaining(path -> path.endsWith("a.txt"));
    assertThat(folder.toFile().list()).containsExactly("a.txt");
    assertThat(folder.resolve("a.txt")).hasContent("text");
  }

  @Test
  void write_replacesWhatStandsThere() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "old and longer");
    OutputFile.write(file, "new");
    assertThat(file).hasContent("new");
  }

  @Test
  void write_movesCompanionsToo() {
    OutputFile.write(
        folder.resolve("m.onnx"),
        path -> {
          touch(path.resolveSibling("m.onnx.data"));
          touch(path);
        });
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("m.onnx", "m.onnx.data");
  }

  @Test
  void write_leavesNothingWhereTheWorkFails() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "old");
    assertThatThrownBy(
            () ->
                OutputFile.write(
                    file,
                    path -> {
                      touch(path);
                      throw new StorageException("Cannot write " + path + ": no space left");
                    }))
        .isInstanceOf(StorageException.class)
        .hasMessage("Cannot write " + file + ": no space left");
    assertThat(folder.toFile().list()).containsExactly("a.txt");
    assertThat(file).hasContent("old");
  }

  @Test
  void write_leavesNothingWhereTheProcessEnds() {
    assertThatThrownBy(
            () ->
                OutputFile.write(
                    folder.resolve("a.txt"),
                    path -> {
                      touch(path);
                      Unfinished.discardAll();
                    }))
        .isInstanceOf(StorageException.class);
    assertThat(folder).isEmptyDirectory();
    assertThat(Unfinished.exists()).isFalse();
  }

  @Test
  void write_failsWhereNothingWasWritten() {
    assertThatThrownBy(() -> OutputFile.write(folder.resolve("a.txt"), path -> {}))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("Cannot write " + folder.resolve("a.txt"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void check_namesWhatIsWrongWithThePlace() throws IOException {
    assertThatThrownBy(() -> OutputFile.check(folder))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("is a folder; give the name of a file");
    assertThatThrownBy(() -> OutputFile.check(folder.resolve("no/a.txt")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("There is no folder " + folder.resolve("no"));
    OutputFile.check(Path.of("in-the-current-folder"));
  }

  private static void touch(Path path) {
    try {
      Files.writeString(path, "content");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
