package dev.brisk.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.benchmarks.model.TinyNet;
import dev.brisk.cli.Main;
import dev.brisk.conformance.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModulePathTest {
  @TempDir Path folder;

  private Path model;

  @BeforeEach
  void saveModel() {
    model = folder.resolve("tiny.onnx");
    TinyNet.build(1).save(model);
  }

  /** The application names core alone; the services bring the other modules. */
  @Test
  void libraries_workAsModules() throws Exception {
    ChildJvm journey =
        nativeAccess(ChildJvm.of(Journey.class))
            .option("--module-path")
            .option(
                ModulePaths.of("dev.brisk.core", "dev.brisk.quantization", "dev.brisk.backend.cpu"))
            .option("--add-modules")
            .option("dev.brisk.core")
            .classPath(folderOf(Journey.class));
    assertThat(outputOf(journey, model.toString(), folder.toString(), "0").lines())
        .containsExactly(
            "accelerators [onnxruntime, reference]",
            "quantizers [bf16, fp16, int4, int8, int8-dynamic]",
            "modules [dev.brisk.backend.cpu, dev.brisk.core, dev.brisk.quantization]");
  }

  @Test
  void withoutProviders_coreWorksAsAModule() throws Exception {
    ChildJvm core =
        ChildJvm.of(Loading.class)
            .option("--module-path")
            .option(ModulePaths.of("dev.brisk.core"))
            .option("--add-modules")
            .option("dev.brisk.core")
            .classPath(folderOf(Loading.class));
    assertThat(outputOf(core, model.toString()).lines())
        .containsExactly("tiny in dev.brisk.core", "accelerators [reference]", "quantizers []");
  }

  @Test
  void command_worksAsAModule() throws Exception {
    ChildJvm brisk =
        nativeAccess(ChildJvm.of(Main.class))
            .modulePath(ModulePaths.of("dev.brisk.cli"), "dev.brisk.cli");
    assertThat(outputOf(brisk, "doctor")).contains("onnxruntime", "int8, int8-dynamic");
    Path quantized = folder.resolve("out.onnx");
    outputOf(brisk, "quantize", model.toString(), "--to", "int8", "-o", quantized.toString());
    assertThat(quantized).isNotEmptyFile();
  }

  /** What the JVM is told so that it does not warn of native code. */
  private static ChildJvm nativeAccess(ChildJvm jvm) {
    return Runtime.version().feature() < 22
        ? jvm
        : jvm.option("--enable-native-access=com.microsoft.onnxruntime");
  }

  private static String folderOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private static String outputOf(ChildJvm jvm, String... arguments) throws Exception {
    ChildJvm.Result result = jvm.run(arguments);
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).doesNotContain("WARNING");
    return result.output();
  }
}
