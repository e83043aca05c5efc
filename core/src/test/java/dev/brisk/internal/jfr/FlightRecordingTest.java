package dev.brisk.internal.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Accelerators;
import dev.brisk.Binding;
import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.Tracing;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.internal.Leaks;
import dev.brisk.spi.Activity;
import dev.brisk.spi.TraceListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlightRecordingTest {
  @TempDir Path folder;

  private static Model model() {
    GraphBuilder graph = Graph.builder("doubled");
    graph.input("x", ElementType.FLOAT32, Shape.of(2));
    graph.node("Add", "y", List.of("x", "x"));
    graph.output("y", ElementType.FLOAT32, Shape.of(2));
    return Model.of(graph.build(), ModelInfo.of(13));
  }

  /** Loads, compiles, runs and binds a model; works on a batch, a step and a leak. */
  private void work() {
    Path file = folder.resolve("doubled.onnx");
    model().save(file);
    Model model = Model.load(file);
    try (Executable executable =
            Accelerators.named("reference").compile(model, CompileOptions.defaults().threads(2));
        Binding binding = executable.bind()) {
      executable.run(Map.of("x", Tensor.of(new float[] {1, 2}, 2)));
      binding.run();
    }
    Tracing.begin(new Activity(Activity.Kind.BATCH, "doubled", "some", 7)).close();
    Tracing.during(Activity.of(Activity.Kind.QUANTIZE_STEP, "doubled", "calibrate"), () -> 1);
  }

  private List<RecordedEvent> recorded() throws IOException {
    try (Recording recording = new Recording()) {
      recording.start();
      work();
      recording.stop();
      Path dump = folder.resolve("dump.jfr");
      recording.dump(dump);
      List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(dump));
      events.removeIf(event -> !event.getEventType().getName().startsWith("dev.brisk."));
      return events;
    }
  }

  private static RecordedEvent only(List<RecordedEvent> events, String name) {
    List<RecordedEvent> found =
        events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
    assertThat(found).as(name).hasSize(1);
    return found.get(0);
  }

  @Test
  void work_isRecorded() throws IOException {
    List<RecordedEvent> events = recorded();
    RecordedEvent load = only(events, "dev.brisk.ModelLoad");
    assertThat(load.getString("model")).endsWith("doubled.onnx");
    assertThat(load.getString("format")).isEqualTo("onnx");
    assertThat(load.getLong("bytes")).isPositive();
    RecordedEvent compile = only(events, "dev.brisk.Compile");
    assertThat(compile.getString("model")).isEqualTo("doubled");
    assertThat(compile.getString("accelerator")).isEqualTo("reference");
    assertThat(compile.getLong("threads")).isEqualTo(2);
    assertThat(events)
        .filteredOn(event -> event.getEventType().getName().equals("dev.brisk.Run"))
        .hasSize(2)
        .allSatisfy(
            run -> {
              assertThat(run.getString("model")).isEqualTo("doubled");
              assertThat(run.getString("accelerator")).isEqualTo("reference");
              assertThat(run.getDuration()).isPositive();
              assertThat(run.getStackTrace()).isNull();
            });
    assertThat(only(events, "dev.brisk.Batch").getLong("samples")).isEqualTo(7);
    assertThat(only(events, "dev.brisk.QuantizeStep").getString("step")).isEqualTo("calibrate");
    assertThat(events)
        .allSatisfy(
            event -> assertThat(event.getEventType().getCategoryNames()).containsExactly("Brisk"));
  }

  @Test
  void eventsThatAreSwitchedOff_areNotRecorded() throws IOException {
    try (Recording recording = new Recording()) {
      recording.disable("dev.brisk.Run");
      recording.start();
      work();
      recording.stop();
      Path dump = folder.resolve("dump.jfr");
      recording.dump(dump);
      assertThat(RecordingFile.readAllEvents(dump))
          .extracting(event -> event.getEventType().getName())
          .contains("dev.brisk.Compile")
          .doesNotContain("dev.brisk.Run");
    }
  }

  @Test
  void whileNobodyListens_workIsToldToNoOne() {
    assertThat(Tracing.begin(Activity.of(Activity.Kind.RUN, "m", "a")))
        .isSameAs(TraceListener.Span.NONE);
  }

  @Test
  void leaks_areRecorded_withThePlaceWhereTheyWereMade() throws Exception {
    CompletableFuture<RecordedEvent> leak = new CompletableFuture<>();
    try (RecordingStream stream = new RecordingStream()) {
      stream.enable("dev.brisk.Leak");
      stream.onEvent("dev.brisk.Leak", leak::complete);
      stream.startAsync();
      forget();
      for (int i = 0; i < 600 && !leak.isDone(); i++) {
        System.gc();
        TimeUnit.MILLISECONDS.sleep(50);
      }
      RecordedEvent found = leak.get(1, TimeUnit.SECONDS);
      assertThat(found.getString("what")).isEqualTo("thing of a test");
      assertThat(found.getString("madeAt")).isNotBlank();
    }
  }

  private static void forget() {
    Leaks.track(new Object(), "thing of a test", () -> {});
  }
}
