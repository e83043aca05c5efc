package dev.brisk.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
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
    assertThat(NewFiles.reason(new AccessDeniedException("x"))).isEqualTo("permission denied");
  }

  @Test
  void nothingIsLeftBehindByAnEndedJvm() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EndlessWriter.class.getName(),
                folder.resolve("endless").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(jvm.getInputStream().read()).isEqualTo('w');
    assertThat(names()).hasSize(1).first().asString().startsWith(".endless.");
    jvm.destroy();
    jvm.waitFor();
    assertThat(names()).isEmpty();
  }

  /** Begins a file and never ends it. */
  static final class EndlessWriter {
    public static void main(String[] args) throws IOException {
      try (NewFiles files = new NewFiles()) {
        files.add(
            Path.of(args[0]),
            channel -> {
              channel.write(ByteBuffer.allocate(1000));
              System.out.write('w');
              System.out.flush();
              LockSupport.park();
            });
      }
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
