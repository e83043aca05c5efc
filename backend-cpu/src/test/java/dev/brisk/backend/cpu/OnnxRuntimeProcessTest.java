package dev.brisk.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brisk.conformance.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What depends on how the process was started, or decides how it ends. */
final class OnnxRuntimeProcessTest {
  private static final String NO_FOLDER = "-Djava.io.tmpdir=/no/such/folder";

  @TempDir Path temp;

  @Test
  void nativeCacheReusedAcrossJvms() throws Exception {
    ChildJvm run =
        ChildJvm.of(Programs.Run.class)
            .environment("XDG_CACHE_HOME", temp.resolve("cache").toString())
            .option("-Djava.io.tmpdir=" + Files.createDirectory(temp.resolve("tmp")));
    Path folder = Path.of(outputOf(run));
    assertThat(folder).startsWith(temp.resolve("cache"));
    Path library = folder.resolve(Platform.current().fileName("onnxruntime"));
    FileTime longAgo = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(library, longAgo);
    assertThat(outputOf(run)).isEqualTo(folder.toString());
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(longAgo);
    assertThat(temp.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void nativeCacheThatCannotBeWritten_isReplacedByATemporaryFolder() throws Exception {
    Path file = Files.createFile(temp.resolve("file"));
    Path tmp = Files.createDirectory(temp.resolve("tmp"));
    ChildJvm run =
        ChildJvm.of(Programs.Run.class)
            .environment("XDG_CACHE_HOME", file.toString())
            .option("-Djava.io.tmpdir=" + tmp);
    assertThat(outputOf(run)).startsWith(tmp.toString());
    assertThat(tmp).isEmptyDirectory();
  }

  @Test
  void readOnlyTmpWorks() throws Exception {
    outputOf(ChildJvm.of(Programs.Run.class).option(NO_FOLDER));
    outputOf(ChildJvm.of(Programs.RunLarge.class).option(NO_FOLDER));
  }

  @Test
  void neitherCacheNorTmp_isExplained() throws Exception {
    ChildJvm report =
        ChildJvm.of(Programs.Report.class)
            .environment("XDG_CACHE_HOME", Files.createFile(temp.resolve("file")).toString())
            .option(NO_FOLDER);
    assertThat(outputOf(report)).contains("XDG_CACHE_HOME", "java.io.tmpdir");
  }

  @Test
  void userGivenLibraries_areUsed() throws Exception {
    String folder = outputOf(ChildJvm.of(Programs.Run.class));
    ChildJvm run =
        ChildJvm.of(Programs.Run.class)
            .environment("XDG_CACHE_HOME", temp.toString())
            .option("-D" + OnnxRuntime.PATH_PROPERTY + "=" + folder);
    assertThat(outputOf(run)).isEqualTo(folder);
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void coexistsWithPreexistingOrtEnvironment() throws Exception {
    outputOf(ChildJvm.of(Programs.RunBesideOthers.class));
  }

  @Test
  void coexistsWhenDjlStyleThreadingOptionsCameFirst() throws Exception {
    ChildJvm.Result result = ChildJvm.of(Programs.RunBesideOthers.class).run("options");
    assertThat(result.exitCode()).as(result.output()).isZero();
  }

  @Test
  void starting_leavesNothingBehindButTheCache() throws Exception {
    outputOf(
        ChildJvm.of(Programs.Run.class)
            .environment("XDG_CACHE_HOME", temp.resolve("cache").toString())
            .environment("HOME", Files.createDirectory(temp.resolve("home")).toString())
            .option("-Duser.home=" + temp.resolve("home")));
    assertThat(temp.resolve("home")).isEmptyDirectory();
    assertThat(temp.resolve("cache").toFile().list()).containsExactly("brisk");
  }

  @Test
  void missingJar_isNamed() throws Exception {
    String without =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("onnxruntime-"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(outputOf(ChildJvm.of(Programs.Report.class).classPath(without)))
        .contains("com.microsoft.onnxruntime:onnxruntime");
  }

  @Test
  void duplicateNativeVersionsOnClasspathAreDiagnosed() throws Exception {
    Path other = temp.resolve("other-runtime.jar");
    Platform platform = Platform.current();
    try (OutputStream out = Files.newOutputStream(other);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(platform.folder() + platform.fileName("onnxruntime")));
      zip.write(new byte[100]);
      zip.closeEntry();
    }
    String both = other + File.pathSeparator + System.getProperty("java.class.path");
    assertThat(outputOf(ChildJvm.of(Programs.Report.class).classPath(both)))
        .contains("2 times", "other-runtime.jar", "onnxruntime-", "with ONNX Runtime");
    outputOf(ChildJvm.of(Programs.Run.class).classPath(both));
  }

  @Test
  void defaultThreadsFollowContainerQuota() throws Exception {
    ChildJvm threads = ChildJvm.of(Programs.Threads.class);
    assertThat(outputOf(threads.option("-XX:ActiveProcessorCount=3"))).isEqualTo("3");
    assertThat(outputOf(threads.option("-XX:ActiveProcessorCount=1"))).isEqualTo("1");
  }

  @Test
  void reloadingModelHundredTimesKeepsRssFlat() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "no /proc to read memory use from");
    ChildJvm reload = ChildJvm.of(Programs.Reload.class).option("-Xmx64m");
    assertThat(Long.parseLong(outputOf(reload))).as("growth in MiB").isLessThan(40);
  }

  @Test
  void jvmShutdownDuringLoggingOpenExitsCleanly() throws Exception {
    for (int i = 0; i < 3; i++) {
      outputOf(ChildJvm.of(Programs.EndWhileLogging.class));
    }
  }

  private static String outputOf(ChildJvm child) throws IOException, InterruptedException {
    ChildJvm.Result result = child.run();
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output().strip();
  }
}
