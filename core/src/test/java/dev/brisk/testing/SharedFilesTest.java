package dev.brisk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

final class SharedFilesTest {
  @Test
  void absentFile_abortsNamingIt() {
    assertThatThrownBy(() -> SharedFiles.require("no/such/file.onnx"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("file.onnx");
  }

  @Test
  void presentFolder_isReturned() {
    assertThat(SharedFiles.require(".")).isDirectory();
  }
}
