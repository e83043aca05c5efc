package dev.brisk.cli.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.CancelledException;
import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Optimization;
import dev.brisk.Optimization.Candidate;
import dev.brisk.Progress;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TunedModel;
import dev.brisk.Tuning;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class ProfilesTest {
  private static final Map<String, Tensor> INPUTS =
      Map.of("x", Tensor.allocate(ElementType.FLOAT32, Shape.of(4, 8)));

  private static Model model() {
    GraphBuilder graph = Graph.builder("layer");
    graph.input("x", ElementType.FLOAT32, Shape.of(4, 8));
    graph.initializer("w", Tensor.allocate(ElementType.FLOAT32, Shape.of(8, 16)));
    graph.node("MatMul", "y", List.of("x", "w"));
    graph.output("y", ElementType.FLOAT32, Shape.of(4, 16));
    return Model.of(graph.build(), ModelInfo.of(13));
  }

  private static Optimization found(Model model) {
    Tuning tuning = new Tuning("reference", CompileOptions.defaults().threads(1), 1, 1);
    Candidate floats =
        new Candidate(
            "float32",
            tuning,
            100,
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            "It is the best");
    return new Optimization(
        new TunedModel(model, tuning),
        floats,
        floats,
        List.of(floats),
        true,
        "Nothing is better",
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(1));
  }

  @Test
  void both_areMeasured() {
    Model model = model();
    Profiles profiles = Profiles.of(found(model), model, INPUTS, Progress.NONE);
    assertThat(profiles.before()).isPresent();
    assertThat(profiles.after()).isPresent();
  }

  @Test
  void cancelled_isNone_andFilesCanStillBeWritten() {
    Model model = model();
    Progress interrupted =
        (stage, done, total) -> {
          Thread.currentThread().interrupt();
          throw new CancelledException("Stopped while " + stage);
        };
    assertThat(Profiles.of(found(model), model, INPUTS, interrupted)).isEqualTo(Profiles.none());
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void modelThatCannotRun_hasNone() {
    Model model = model();
    Map<String, Tensor> wrong = Map.of("x", Tensor.allocate(ElementType.FLOAT32, Shape.of(4, 9)));
    assertThat(Profiles.of(found(model), model, wrong, Progress.NONE)).isEqualTo(Profiles.none());
  }
}
