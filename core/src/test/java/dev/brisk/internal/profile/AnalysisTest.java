package dev.brisk.internal.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.ElementType;
import dev.brisk.KernelRun;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Profile;
import dev.brisk.Profile.Operator;
import dev.brisk.Profile.Pauses;
import dev.brisk.Roofline;
import dev.brisk.Roofline.Bandwidth;
import dev.brisk.Roofline.Bound;
import dev.brisk.RunTrace;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnalysisTest {
  private static final Roofline ROOFLINE =
      new Roofline(2e9, 4e9, List.of(new Bandwidth("memory", 1 << 20, 1e9)), Duration.ofNanos(100));

  /** x, 16 by 32, times w, 32 by 64, then Relu, then Sigmoid. */
  private static Model model() {
    GraphBuilder graph = Graph.builder("layer");
    graph.input("x", ElementType.FLOAT32, Shape.of(16, 32));
    graph.initializer("w", Tensor.allocate(ElementType.FLOAT32, Shape.of(32, 64)));
    graph.node("MatMul", "product", List.of("x", "w"));
    graph.node("Relu", "relu", List.of("product"));
    graph.node("Sigmoid", "y", List.of("relu"));
    graph.output("y", ElementType.FLOAT32, Shape.of(16, 64));
    return Model.of(graph.build(), ModelInfo.of(13));
  }

  private static KernelRun call(String node, String origin, String type, int start, int micros) {
    return new KernelRun(
        node, 0, origin, type, "d", 1, micros(start), micros(micros), OptionalLong.of(12));
  }

  private static Duration micros(int micros) {
    return Duration.ofNanos(micros * 1000L);
  }

  private static RunTrace run(int start, int micros, KernelRun... calls) {
    return new RunTrace(micros(start), micros(5), micros(micros), micros(3), List.of(calls));
  }

  private static Profile profile(RunTrace... runs) {
    Model model = model();
    Analysis analysis = new Analysis(model, new Work(model, Map.of()), ROOFLINE);
    return analysis.profile(
        List.of(runs), new Analysis.Setting("a", 4, 2, new Pauses(0, Duration.ZERO)));
  }

  @Test
  void mergedNodes_countForTheKernelThatTookThem() {
    Profile profile =
        profile(
            run(
                0,
                100,
                call("relu_x", "relu", "FusedMatMul", 10, 66),
                call("y", "y", "Sigmoid", 80, 14)));
    Operator product = profile.operators().get(0);
    assertThat(product.nodes()).containsExactly("relu", "product");
    assertThat(product.flops()).isEqualTo(2 * 16 * 32 * 64);
    assertThat(product.bytes()).isEqualTo(4 * (16 * 32 + 32 * 64 + 16 * 64));
    assertThat(product.bound()).isEqualTo(Bound.COMPUTE);
    assertThat(product.operations()).isEqualTo(65_536 + 1_024);
    assertThat(product.efficiency()).isEqualTo(66_560 / 2e9 / 66e-6, within(1e-9));
    assertThat(product.gflops()).isEqualTo(66_560 / 66e3, within(1e-9));
    assertThat(product.share()).isEqualTo(0.66, within(1e-9));
    assertThat(profile.unattributed()).isZero();
    assertThat(profile.flops()).isEqualTo(65_536);
  }

  @Test
  void operatorsAndOverhead_takeAllOfTheRun() {
    Profile profile =
        profile(
            run(
                0,
                100,
                call("product", "product", "MatMul", 10, 60),
                call("y", "y", "Sigmoid", 75, 10)));
    assertThat(profile.overhead()).isEqualTo(micros(30));
    assertThat(profile.request().input()).isEqualTo(micros(5));
    assertThat(profile.request().output()).isEqualTo(micros(3));
  }

  @Test
  void slowRuns_doNotCount() {
    Profile profile =
        profile(
            run(0, 900, call("product", "product", "MatMul", 10, 850)),
            run(1000, 100, call("product", "product", "MatMul", 1010, 60)),
            run(2000, 120, call("product", "product", "MatMul", 2010, 60)));
    assertThat(profile.run()).isEqualTo(micros(110));
    assertThat(profile.operators().get(0).self()).isEqualTo(micros(60));
  }

  @Test
  void runtimesOwnOperators_keepTheirNames_andBytes() {
    Profile profile =
        profile(
            run(
                0,
                100,
                call("product", "product", "MatMul", 10, 20),
                call("ReorderOutput", "", "ReorderOutput", 30, 40),
                call("y", "y", "Sigmoid", 80, 10)));
    Operator own = profile.operators().get(0);
    assertThat(own.name()).isEqualTo("ReorderOutput");
    assertThat(own.isRuntimes()).isTrue();
    assertThat(own.bytes()).isEqualTo(12);
    assertThat(own.bound()).isEqualTo(Bound.CONVERSION);
    assertThat(own.gain()).isEqualTo(1 / 0.6, within(1e-9));
  }

  @Test
  void kernelWithoutOrigin_getsTheNodesAroundIt() {
    Profile profile =
        profile(
            run(0, 100, call("Fusion 1", "", "Fusion", 10, 60), call("y", "y", "Sigmoid", 80, 10)));
    assertThat(profile.operators().get(0).nodes()).containsExactly("product", "relu");
    assertThat(profile.operators().get(0).flops()).isEqualTo(65_536);
  }

  @Test
  void kernelsWithinOthers_areNotCountedTwice() {
    Profile profile =
        profile(
            run(
                0,
                100,
                call("product", "product", "If", 5, 80),
                call("inner", "", "Relu", 10, 30),
                call("y", "y", "Sigmoid", 85, 10)));
    assertThat(profile.operators().get(0).self()).isEqualTo(micros(50));
    assertThat(profile.overhead()).isEqualTo(micros(10));
  }

  @Test
  void operatorsThatMultiplyNothing_haveWork() {
    Profile profile =
        profile(
            run(
                0,
                100,
                call("product", "product", "MatMul", 10, 20),
                call("relu", "relu", "Relu", 30, 10),
                call("y", "y", "Sigmoid", 40, 40)));
    Operator sigmoid = profile.operators().get(0);
    assertThat(sigmoid.flops()).isZero();
    assertThat(sigmoid.operations()).isEqualTo(14 * 1_024);
    assertThat(sigmoid.intensity()).isEqualTo(14 / 8.0);
    assertThat(sigmoid.bound()).isEqualTo(Bound.MEMORY);
    assertThat(profile.operators())
        .filteredOn(operator -> operator.type().equals("Relu"))
        .extracting(Operator::bound)
        .containsExactly(Bound.MEMORY);
    assertThat(profile.flops()).isEqualTo(65_536);
  }

  @Test
  void kernelsFarBelowTheRoofline_areBoundByThemselves() {
    Profile profile =
        profile(
            run(
                0,
                1000,
                call("relu", "relu", "Relu", 10, 300),
                call("y", "y", "Sigmoid", 400, 500)));
    assertThat(profile.operators().get(0).bound()).isEqualTo(Bound.KERNEL);
    assertThat(profile.advice())
        .anySatisfy(
            sentence -> assertThat(sentence).contains("1 Sigmoid", "its own code", "1.97 x"));
  }

  /** Whatever a runtime reports: kernels in others, side by side, and beyond the end of the run. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void timesOfOperatorsAndOverhead_addUpToTheRun(long seed) {
    Random random = new Random(seed);
    List<RunTrace> runs = new ArrayList<>();
    for (int run = 0; run < 5; run++) {
      List<KernelRun> calls = new ArrayList<>();
      for (int i = random.nextInt(40); i >= 0; i--) {
        int start = 5 + 1000 * run + random.nextInt(100);
        int taken = random.nextInt(30);
        calls.add(
            new KernelRun(
                "k" + i,
                i,
                "",
                "Any",
                "d",
                random.nextInt(3),
                micros(start),
                micros(taken),
                OptionalLong.empty()));
      }
      calls.sort(Comparator.comparing(KernelRun::start));
      runs.add(new RunTrace(micros(1000 * run), micros(5), micros(100), micros(3), calls));
    }
    Profile profile = profile(runs.toArray(RunTrace[]::new));
    long sum = profile.overhead().toNanos();
    double shares = sum / 1e5;
    for (Operator operator : profile.operators()) {
      assertThat(operator.self().isNegative()).isFalse();
      sum += operator.self().toNanos();
      shares += operator.share();
    }
    assertThat(sum).isEqualTo(profile.run().toNanos());
    assertThat(shares).isEqualTo(1, within(1e-9));
  }

  @Test
  void advice_beginsWithThreads_andNamesWhatCanBeGained() {
    Profile profile = profile(run(0, 100, call("product", "product", "MatMul", 10, 80)));
    assertThat(profile.advice().get(0)).startsWith("4 threads share 2 processors");
    assertThat(profile.advice())
        .anySatisfy(
            sentence ->
                assertThat(sentence)
                    .contains("80 % of the time is in 1 MatMul", "bound by compute", "51 %")
                    .contains("int8, whose peak here is 2.0 x"));
  }
}
