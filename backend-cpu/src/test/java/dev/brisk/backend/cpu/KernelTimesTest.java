package dev.brisk.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.KernelRun;
import dev.brisk.KernelTime;
import dev.brisk.Model;
import dev.brisk.RunTrace;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelTimesTest {
  private static final Map<String, Tensor> IMAGE =
      Map.of("x", Tensor.allocate(ElementType.FLOAT32, Shape.of(1, 3, 16, 16)));

  private final Accelerator accelerator = Accelerators.named("onnxruntime");

  @TempDir Path temp;

  @Test
  void floatConvolution_runsAFloatKernel() {
    List<KernelTime> times = time(TestModels.convolution(false), 3);
    assertThat(times)
        .extracting(KernelTime::kernel)
        .containsAnyOf("Conv", "FusedConv")
        .doesNotContain("QLinearConv", "Relu");
    assertThat(times).extracting(KernelTime::calls).containsOnly(3L);
    assertThat(times).extracting(KernelTime::device).containsOnly("CPUExecutionProvider");
    assertThat(times).allSatisfy(time -> assertThat(time.node()).isNotEmpty());
    assertThat(times)
        .allSatisfy(time -> assertThat(time.total()).isGreaterThanOrEqualTo(Duration.ZERO));
  }

  @Test
  void quantizedConvolution_runsTheFusedIntegerKernel() {
    assertThat(time(TestModels.convolution(true), 1))
        .extracting(KernelTime::kernel)
        .contains("QLinearConv")
        .doesNotContain("Conv", "FusedConv", "Relu");
  }

  @Test
  void settings_apply() {
    CompileOptions options = CompileOptions.defaults().with("onnxruntime.optimization", "none");
    assertThat(accelerator.time(TestModels.convolution(true), IMAGE, 1, options))
        .extracting(KernelTime::kernel)
        .contains("Conv", "Relu", "QuantizeLinear")
        .doesNotContain("QLinearConv");
  }

  @Test
  void nothing_isLeftBehind() throws IOException {
    long before = profiles();
    time(TestModels.convolution(false), 1);
    assertThat(profiles()).isEqualTo(before);
  }

  @Test
  void wrongArguments_areRefused() {
    assertThatThrownBy(() -> time(TestModels.convolution(false), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("0");
    assertThatThrownBy(
            () ->
                accelerator.time(
                    TestModels.convolution(false), Map.of(), 1, CompileOptions.defaults()))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void reader_takesNamesAsTheyAreWritten() throws IOException {
    Path profile =
        Files.writeString(
            temp.resolve("profile.json"),
            """
            [
            {"cat" : "Session","pid" :1,"tid" :2,"dur" :5,"ts" :1,"ph" : "X","name" :"model_loading_uri","args" : {}},
            {"cat" : "Node","pid" :1,"tid" :2,"dur" :100,"ts" :2,"ph" : "X","name" :"a_kernel_time","args" : {"op_name" : "Add","node_index" : "0","provider" : "P"}},
            {"cat" : "Session","pid" :1,"tid" :2,"dur" :5,"ts" :1,"ph" : "X","name" :"model_run","args" : {}},
            {"cat" : "Node","pid" :1,"tid" :2,"dur" :7,"ts" :3,"ph" : "X","name" :"a "b" ü_kernel_time","args" : {"thread_scheduling_stats" : {"main_thread": {"core": 0}},"op_name" : "Add","node_index" : "0","provider" : "P"}},
            {"cat" : "Node","pid" :1,"tid" :2,"dur" :8,"ts" :3,"ph" : "X","name" :"a "b" ü_kernel_time","args" : {"op_name" : "Add","node_index" : "1","activation_size" : "1","parameter_size" : "2","output_size" : "3","provider" : "P"}},
            {"cat" : "Session","pid" :1,"tid" :2,"dur" :5,"ts" :1,"ph" : "X","name" :"SequentialExecutor::Execute","args" : {}},
            {"cat" : "Session","pid" :1,"tid" :2,"dur" :5,"ts" :1,"ph" : "X","name" :"model_run","args" : {}}
            ]
            """);
    Origins origins = new Origins(TestModels.convolution(false));
    ProfileReader.Request request = new ProfileReader.Request(500, 20_500);
    List<RunTrace> runs = ProfileReader.read(profile, origins, 500, List.of(request));
    assertThat(runs).hasSize(1);
    assertThat(runs.get(0).input()).isEqualTo(Duration.ofNanos(1000));
    assertThat(runs.get(0).run()).isEqualTo(Duration.ofNanos(5000));
    assertThat(runs.get(0).output()).isEqualTo(Duration.ofNanos(14_000));
    assertThat(runs.get(0).kernels())
        .containsExactly(
            kernel("a \"b\" ü", 1, 8, OptionalLong.of(6)),
            kernel("a \"b\" ü", 0, 7, OptionalLong.empty()));
    assertThatThrownBy(
            () -> ProfileReader.read(profile, origins, 0, List.of(request, request, request)))
        .isInstanceOf(IOException.class);
  }

  private static KernelRun kernel(String name, int index, int micros, OptionalLong bytes) {
    return new KernelRun(
        name,
        index,
        "",
        "Add",
        "P",
        2,
        Duration.ofNanos(3000),
        Duration.ofNanos(micros * 1000L),
        bytes);
  }

  private List<KernelTime> time(Model model, int runs) {
    return accelerator.time(model, IMAGE, runs, CompileOptions.defaults());
  }

  private static long profiles() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.toString().contains("brisk-profile-")).count();
    }
  }
}
