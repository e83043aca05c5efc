package dev.brisk.quantization.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.graph.Value;
import dev.brisk.quantization.testing.Nets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExposureTest {
  private static final long LARGE = 100_000_000;

  @Test
  void largeValues_whoseShapesNobodyDeclared_areSeenInSeveralRuns() {
    assertThat(runs(LARGE)).containsExactly(List.of("a"), List.of("b"), List.of("c"));
    assertThat(runs(8)).containsExactly(List.of("a", "b", "c"));
  }

  @Test
  void freeDimensions_countAsInTheSample() {
    assertThat(runs(Shape.FREE, Map.of("x", Shape.of(1, LARGE))))
        .containsExactly(List.of("a"), List.of("b"), List.of("c"));
    assertThat(runs(Shape.FREE, Map.of("x", Shape.of(1, 8))))
        .containsExactly(List.of("a", "b", "c"));
  }

  private static List<List<String>> runs(long size) {
    return runs(size, Map.of());
  }

  private static List<List<String>> runs(long size, Map<String, Shape> shapes) {
    Nets net = new Nets(1);
    String a = net.node("Relu", "a", List.of(net.input("x", 1, size)));
    String b = net.node("Sigmoid", "b", List.of(a));
    String c = net.node("Relu", "c", List.of(b));
    net.node("Relu", "y", List.of(c));
    Recording recording = new Recording(new ArrayList<>());
    new Exposure(net.output("y", 1, size).model(13), List.of("c", "b", "a"), recording, shapes)
        .close();
    return recording.outputs();
  }

  /** Notes the outputs of what it compiles. */
  private record Recording(List<List<String>> outputs) implements Accelerator {
    @Override
    public String name() {
      return "recording";
    }

    @Override
    public String description() {
      return "notes what it compiles";
    }

    @Override
    public Executable compile(Model model, CompileOptions options) {
      outputs.add(model.graph().outputs().stream().map(Value::name).toList());
      return Accelerators.best().compile(model, options);
    }
  }
}
