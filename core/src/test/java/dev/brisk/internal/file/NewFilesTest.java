package dev.brisk.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NewFilesTest {
  @TempDir Path folder;

  @Test
  void filesAppearTogether() throws IOException {
    Path a = folder.resolve("a");
    Path b = folder.resolve("b");
    Files.writeString(a, "old");
    try (NewFiles files = new NewFiles()) {
      files.add(a, text("new"));
      files.add(b, text("more"));
      assertThat(a).hasContent("old");
      assertThat(b).doesNotExist();
      files.publish();
    }
    assertThat(a).hasContent("new");
    assertThat(b).hasContent("more");
    assertThat(names()).containsExactly("a", "b");
  }

  @Test
  void nothingAppearsIfOneFails() throws IOException {
    Files.writeString(folder.resolve("a"), "old");
    assertThatThrownBy(
            () -> {
              try (NewFiles files = new NewFiles()) {
                files.add(folder.resolve("a"), text("new"));
                files.add(
                    folder.resolve("b"),
                    channel -> {
                      throw new IOException("No space left on device");
                    });
                files.publish();
              }
            })
        .hasMessage("No space left on device");
    assertThat(names()).containsExactly("a");
    assertThat(folder.resolve("a")).hasContent("old");
  }

  @Test
  void whatIsInPlaceReturnsIfALaterFileCannotBeRenamed() throws IOException {
    Path a = folder.resolve("a");
    Path late = folder.resolve("late");
    Path fresh = folder.resolve("fresh");
    Files.writeString(a, "old");
    assertThatThrownBy(
            () -> {
              try (NewFiles files = new NewFiles()) {
                files.add(a, text("new"));
                files.add(fresh, text("new"));
                files.add(late, text("new"));
                Files.createDirectory(late);
                Files.writeString(late.resolve("full"), "");
                files.publish();
              }
            })
        .isInstanceOf(FileSystemException.class);
    assertThat(a).hasContent("old");
    assertThat(names()).containsExactly("a", "late");
  }

  @Test
  void refusesAFolderAndAMissingFolder() {
    try (NewFiles files = new NewFiles()) {
      assertThatThrownBy(() -> files.add(folder, text("")))
          .isInstanceOfSatisfying(
              IOException.class, e -> assertThat(NewFiles.reason(e)).isEqualTo("it is a folder"));
      assertThatThrownBy(() -> files.add(folder.resolve("none/x"), text("")))
          .isInstanceOfSatisfying(
              IOException.class,
              e -> assertThat(NewFiles.reason(e)).isEqualTo("the folder does not exist"));
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static NewFiles.Content text(String text) {
    return (FileChannel channel) ->
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }
}
