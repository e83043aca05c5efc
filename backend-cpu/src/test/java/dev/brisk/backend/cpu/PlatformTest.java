package dev.brisk.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Availability;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x64, libonnxruntime.so",
    "Linux, aarch64, linux-aarch64, libonnxruntime.so",
    "Mac OS X, aarch64, osx-aarch64, libonnxruntime.dylib",
    "Windows 11, amd64, win-x64, onnxruntime.dll",
    "FreeBSD, amd64, FreeBSD-x64, libonnxruntime.so",
    "Linux, riscv64, linux-riscv64, libonnxruntime.so"
  })
  void names_areThoseOfTheJar(String os, String arch, String name, String file) {
    Platform platform = Platform.of(os, arch);
    assertThat(platform).hasToString(name);
    assertThat(platform.folder()).isEqualTo("ai/onnxruntime/native/" + name + "/");
    assertThat(platform.fileName("onnxruntime")).isEqualTo(file);
  }

  @Test
  void presence_explainsAnUnknownPlatform() throws IOException {
    assertThat(OnnxRuntimeJar.find(Platform.of("Linux", "sparc"))).isNotNull();
    Availability availability = OnnxRuntimePresence.check(Platform.of("Linux", "sparc"), null);
    assertThat(availability.available()).isFalse();
    assertThat(availability.detail()).contains("linux-sparc", "linux-x64");
  }

  @Test
  void presence_explainsAFolderWithoutTheLibrary() throws IOException {
    Availability availability =
        OnnxRuntimePresence.check(Platform.of("Linux", "amd64"), "/no/such/folder");
    assertThat(availability.available()).isFalse();
    assertThat(availability.detail()).contains("/no/such/folder", "libonnxruntime.so");
  }

  @Test
  void presence_namesTheVersion() throws IOException {
    Availability availability = OnnxRuntimePresence.check(Platform.of("Linux", "amd64"), null);
    assertThat(availability.available()).isTrue();
    assertThat(availability.detail()).matches("ONNX Runtime \\d+\\.\\d+\\.\\d+ on linux-x64");
  }
}
