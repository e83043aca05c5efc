package dev.brisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.Optimization.Candidate;
import dev.brisk.ScriptedWorld.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Searches on a clock that moves only when something is done, so that times are what a test says.
 */
final class OptimizerTest {
  private static final Script FLOAT = new Script("float32", 10, 90, 4000, 0);
  private static final Script FAST = new Script("fast", 4, 89.8, 1000, 0.001f);
  private static final Script FASTER = new Script("faster", 2, 85, 1000, 0.1f);
  private static final Script SLOW = new Script("slow", 12, 90, 500, 0.001f);

  @TempDir Path folder;

  private static Candidate named(Optimization found, String precision) {
    return found.candidates().stream()
        .filter(candidate -> candidate.precision().equals(precision))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void fastestThatKeepsToTheLoss_isTheBest() {
    Optimization found = new ScriptedWorld(FLOAT, FAST, FASTER, SLOW).optimizer().run();
    assertThat(found.chosen().title()).isEqualTo("fast on device, 2 threads");
    assertThat(found.isMet()).isTrue();
    assertThat(found.stopped()).isEmpty();
    assertThat(found.chosen().speed().orElseThrow().speedUp()).isBetween(2.4, 2.6);
    assertThat(found.chosen().accuracy().orElseThrow().loss()).isBetween(0.19, 0.21);
    assertThat(named(found, "faster").reason()).isEqualTo("It loses 5.00, more than 0.500");
    assertThat(named(found, "slow").reason()).startsWith("It is slower than the float model: 0.");
    assertThat(found.candidates()).allMatch(it -> !it.reason().isEmpty());
    assertThat(found.baseline().speed().orElseThrow().speedUp()).isEqualTo(1);
  }

  @Test
  void nothingHelps_floatModelIsTheBest_andTheReasonSaysSo() {
    Script equal = new Script("equal", 9.95, 90, 1000, 0.001f);
    ScriptedWorld world = new ScriptedWorld(FLOAT, equal, SLOW, FASTER);
    Optimization found = world.optimizer().run();
    assertThat(found.chosen()).isEqualTo(found.baseline());
    assertThat(found.best().model()).isSameAs(world.floats);
    assertThat(found.isMet()).isTrue();
    assertThat(found.reason()).startsWith("Nothing that keeps to what was asked for");
  }

  @Test
  void whatCannotRun_isDroppedWithTheReason() {
    Optimization found =
        new ScriptedWorld(FLOAT, new Script("broken", -1, 90, 1000, 0), FAST).optimizer().run();
    assertThat(named(found, "broken").reason()).contains("there is no kernel for broken");
    assertThat(found.chosen().precision()).isEqualTo("fast");
  }

  @Test
  void outputsOfNoise_areDroppedBeforeTheyAreScored() {
    ScriptedWorld world = new ScriptedWorld(FLOAT, new Script("noise", 1, 90, 1000, 100), FAST);
    Optimization found = world.optimizer().run();
    assertThat(named(found, "noise").reason()).contains("little to do with");
    assertThat(world.log).doesNotContain("score noise");
  }

  @Test
  void outputsOfAnotherShape_areLeftToTheScoring() {
    Optimization found = new ScriptedWorld(FLOAT, FAST).withFewerOutputs("fast").optimizer().run();
    assertThat(found.chosen().precision()).isEqualTo("fast");
    assertThat(found.chosen().decibels().orElseThrow()).isZero();
  }

  @Test
  void p99_isKept_byMoreThreadsOrAnotherForm() {
    Optimization found = new ScriptedWorld(FLOAT, FAST).optimizer().p99(Duration.ofMillis(3)).run();
    assertThat(found.chosen().title()).isEqualTo("fast on device, 2 threads");
    assertThat(found.chosen().speed().orElseThrow().p99Millis()).isLessThan(3);
    assertThat(found.baseline().reason()).contains("more than 3.00 ms");
  }

  @Test
  void p99_thatNothingKeeps_givesTheNearest_andSaysSo() {
    Optimization found =
        new ScriptedWorld(FLOAT, FAST, FASTER).optimizer().p99(Duration.ofMillis(1)).run();
    assertThat(found.isMet()).isFalse();
    assertThat(found.chosen().precision()).isEqualTo("fast");
    assertThat(found.reason()).startsWith("Nothing keeps to all that was asked for");
  }

  @Test
  void size_isWhatCounts_whereItIsAskedFor() {
    Optimization found =
        new ScriptedWorld(FLOAT, FAST, SLOW).optimizer().objective(Objective.SIZE).run();
    assertThat(found.chosen().precision()).isEqualTo("slow");
  }

  @Test
  void maxBytes_dropsWhatIsLarger() {
    Script large = new Script("large", 1, 90, 3000, 0.001f);
    Optimization found = new ScriptedWorld(FLOAT, large, FAST).optimizer().maxBytes(2000).run();
    assertThat(found.chosen().precision()).isEqualTo("fast");
    assertThat(named(found, "large").reason()).contains("more than 2000");
  }

  @Test
  void throughput_countsRunsAtOnce() {
    Optimization found =
        new ScriptedWorld(FLOAT, FAST).optimizer().objective(Objective.THROUGHPUT).run();
    assertThat(found.candidates())
        .anyMatch(candidate -> candidate.tuning().instances() == 2)
        .allMatch(candidate -> candidate.tuning().batch() == 1);
  }

  @Test
  void minThroughput_isKeptByBatches_whereSingleSamplesTakeTooLong() {
    ScriptedWorld world = ScriptedWorld.ofBatches(FLOAT, SLOW);
    Optimization found = world.optimizer().minThroughput(600).run();
    assertThat(found.isMet()).isTrue();
    assertThat(found.chosen().title()).isEqualTo("float32 on device, 2 threads, batches of 16");
    assertThat(found.chosen().speed().orElseThrow().throughput()).isGreaterThan(600);
    Optimization easy = ScriptedWorld.ofBatches(FLOAT, SLOW).optimizer().minThroughput(100).run();
    assertThat(easy.chosen()).isEqualTo(easy.baseline());
  }

  @Test
  void formThatCannotBeScored_isDropped_andTheSearchGoesOn() {
    Script better = new Script("better", 1, 90, 1000, 0.001f);
    for (Script broken : List.of(better, FAST)) {
      Script script = new Script("broken", broken.millis(), Double.NaN, 1000, 0.001f);
      Script other = broken == FAST ? better : FAST;
      Optimization found =
          new ScriptedWorld(FLOAT, other, script).optimizer().p99(Duration.ofMillis(50)).run();
      assertThat(found.chosen().precision()).isEqualTo(other.name());
      assertThat(named(found, "broken").reason())
          .isEqualTo("It cannot be scored: The score of broken is not a number");
    }
  }

  @Test
  void formThatFailsInTheLastRace_isDropped_andTheSearchGoesOn() {
    int[] runs = {0};
    new ScriptedWorld(FLOAT, FAST).beforeRuns(form -> runs[0]++).optimizer().run();
    int[] left = {runs[0] - 20};
    Optimization found =
        new ScriptedWorld(FLOAT, FAST)
            .beforeRuns(
                form -> {
                  if (left[0]-- < 0 && form.equals("fast")) {
                    throw new RunFailedException("there is no memory left");
                  }
                })
            .optimizer()
            .run();
    assertThat(found.chosen()).isEqualTo(found.baseline());
    assertThat(named(found, "fast").reason()).isEqualTo("It cannot run: there is no memory left");
  }

  @Test
  void interruptedInTheLastRun_theThreadIsInterruptedNoMore() {
    int[] runs = {0};
    new ScriptedWorld(FLOAT, FAST).beforeRuns(form -> runs[0]++).optimizer().run();
    int[] left = {runs[0]};
    Optimization found =
        new ScriptedWorld(FLOAT, FAST)
            .beforeRuns(
                form -> {
                  if (--left[0] == 0) {
                    Thread.currentThread().interrupt();
                  }
                })
            .optimizer()
            .run();
    assertThat(left[0]).isZero();
    assertThat(Thread.interrupted()).isFalse();
    assertThat(found.chosen().precision()).isEqualTo("fast");
    assertThat(found.stopped()).contains("It was cancelled");
  }

  @Test
  void whatSeesToLessNoise_isTriedOnlyWhereTheFastestLosesTooMuch() {
    Script mixed = new Script("mixed", 6, 89.9, 2000, 0.0001f);
    ScriptedWorld lossy = new ScriptedWorld(FLOAT, FASTER, mixed).bounded("mixed", 60);
    assertThat(lossy.optimizer().run().chosen().precision()).isEqualTo("mixed");
    ScriptedWorld fine = new ScriptedWorld(FLOAT, FAST, mixed).bounded("mixed", 80);
    Optimization found = fine.optimizer().run();
    assertThat(found.chosen().precision()).isEqualTo("fast");
    assertThat(fine.log).doesNotContain("make mixed");
    assertThat(named(found, "mixed").reason()).contains("keeps to the loss allowed");
  }

  @Test
  void nodesThatHarmMost_stayFloat_untilTheLossIsAllowed() {
    Script one = new Script("faster-but-1", 3, 88, 1000, 0.05f);
    Script two = new Script("faster-but-2", 5, 89.9, 1000, 0.01f);
    Script four = new Script("faster-but-4", 7, 90, 1000, 0.01f);
    ScriptedWorld world = new ScriptedWorld(FLOAT, FASTER, one, two, four);
    Optimization found = world.optimizer().run();
    assertThat(found.chosen().precision()).isEqualTo("faster-but-2");
    assertThat(found.sensitivity().orElseThrow().nodes()).hasSize(8);
    assertThat(named(found, "faster-but-1").reason()).startsWith("It loses 2.00");
    assertThat(world.log).doesNotContain("make faster-but-4");
    ScriptedWorld fine = new ScriptedWorld(FLOAT, FAST, one);
    assertThat(fine.optimizer().run().sensitivity()).isEmpty();
    assertThat(fine.log).doesNotContain("sensitivity");
  }

  @Test
  void searchTime_isKept_andWhatWasFoundIsGiven() {
    ScriptedWorld world = new ScriptedWorld(FLOAT, FAST, FASTER, SLOW).makingSeconds(6);
    Optimization found = world.optimizer().searchTime(Duration.ofSeconds(14)).run();
    assertThat(found.took()).isLessThan(Duration.ofSeconds(15));
    assertThat(found.chosen().precision()).isEqualTo("fast");
    assertThat(named(found, "slow").reason()).contains("too little search time");
  }

  @Test
  void searchTime_tooShortForAnything_givesTheFloatModel() {
    Optimization found =
        new ScriptedWorld(FLOAT, FAST).optimizer().searchTime(Duration.ofMillis(1)).run();
    assertThat(found.chosen()).isEqualTo(found.baseline());
  }

  @Test
  void cancelled_givesTheBestSoFar_atAnyTime() {
    for (int calls = 40; calls < 400; calls += 30) {
      int last = calls;
      int[] told = {0};
      Optimization found =
          new ScriptedWorld(FLOAT, FAST, FASTER)
              .optimizer()
              .run(
                  (stage, done, total) -> {
                    if (told[0]++ >= last) {
                      throw new CancelledException("enough");
                    }
                  });
      assertThat(found.isMet()).isTrue();
      assertThat(found.chosen().precision()).isIn("float32", "fast");
      if (told[0] > last) {
        assertThat(found.stopped()).contains("It was cancelled");
      }
    }
  }

  @Test
  void cancelledBeforeAnyForm_givesTheFloatModel_andAReasonForAllOthers() {
    Optimization found =
        new ScriptedWorld(FLOAT, FAST, FASTER)
            .optimizer()
            .run(
                (stage, done, total) -> {
                  if (stage.startsWith("making fast")) {
                    throw new CancelledException("enough");
                  }
                });
    assertThat(found.chosen()).isEqualTo(found.baseline());
    assertThat(found.reason()).contains("before anything but the float model was measured");
    assertThat(named(found, "fast").reason()).contains("ended before it was tried");
    assertThat(named(found, "faster").reason()).contains("ended before it was tried");
  }

  @Test
  void interrupted_givesTheBestSoFar_andTheThreadIsInterruptedNoMore() {
    Optimization found =
        new ScriptedWorld(FLOAT, FAST, FASTER)
            .optimizer()
            .run(
                (stage, done, total) -> {
                  if (stage.startsWith("making faster")) {
                    Thread.currentThread().interrupt();
                  }
                });
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(found.stopped()).isPresent();
    assertThat(found.chosen().precision()).isEqualTo("fast");
  }

  @Test
  void startedAgain_makesAndScoresNothingTwice() {
    ScriptedWorld first = new ScriptedWorld(FLOAT, FAST, FASTER);
    Optimization found = first.optimizer().cache(folder, "data").run();
    ScriptedWorld second = new ScriptedWorld(FLOAT, FAST, FASTER);
    Optimization again = second.optimizer().cache(folder, "data").run();
    assertThat(first.log).contains("make fast", "score fast", "score float32");
    assertThat(second.log).isEmpty();
    assertThat(again.chosen().title()).isEqualTo(found.chosen().title());
    assertThat(again.chosen().accuracy()).isEqualTo(found.chosen().accuracy());
    ScriptedWorld other = new ScriptedWorld(FLOAT, FAST, FASTER);
    other.optimizer().cache(folder, "other data").run();
    assertThat(other.log).contains("score fast").doesNotContain("make fast");
  }

  @Test
  void cacheThatCannotBeWritten_endsNoSearch() throws IOException {
    Optimization expected =
        new ScriptedWorld(FLOAT, FAST, FASTER).optimizer().cache(folder.resolve("a"), "data").run();
    Path blocked = Files.createDirectories(folder.resolve("b"));
    try (Stream<Path> kept = Files.list(folder.resolve("a"))) {
      for (Path file : kept.toList()) {
        Path there = Files.createDirectories(blocked.resolve(file.getFileName()));
        Files.createFile(there.resolve("in the way"));
      }
    }
    Optimization found =
        new ScriptedWorld(FLOAT, FAST, FASTER).optimizer().cache(blocked, "data").run();
    assertThat(found.chosen().title()).isEqualTo(expected.chosen().title());
  }

  @Test
  void sameSeed_makesTheSameChoices() {
    Optimization one = new ScriptedWorld(FLOAT, FAST, FASTER, SLOW).optimizer().seed(7).run();
    Optimization other = new ScriptedWorld(FLOAT, FAST, FASTER, SLOW).optimizer().seed(7).run();
    assertThat(other.candidates()).isEqualTo(one.candidates());
  }

  @Test
  void exhaustive_measuresAllInFull_andFindsTheSame() {
    ScriptedWorld world = new ScriptedWorld(FLOAT, FAST, FASTER, SLOW);
    Optimization all = world.optimizer().exhaustive().run();
    assertThat(all.candidates())
        .allMatch(it -> it.speed().isPresent() && it.accuracy().isPresent());
    assertThat(all.chosen().title()).isEqualTo("fast on device, 2 threads");
    assertThat(all.front()).extracting(Candidate::precision).contains("fast", "faster", "float32");
  }

  @Test
  void uncertainty_isThatOfTheSamplesDifferences() {
    Optimization found =
        new ScriptedWorld(FLOAT, FAST)
            .optimizer()
            .scoring(
                (model, executable, progress) ->
                    model.graph().initializers().get("w").tensor().toFloatArray()[0] == 0
                        ? Score.mean(100, 100, 0, 100)
                        : Score.mean(100, 100, 100, 0))
            .run();
    Optimization.Accuracy accuracy = found.chosen().accuracy().orElseThrow();
    assertThat(accuracy.loss()).isZero();
    assertThat(accuracy.uncertainty()).isBetween(80.0, 80.1);
  }

  @Test
  void wrongRequests_areRefused() {
    Optimizer optimizer = new ScriptedWorld(FLOAT).optimizer();
    assertThatThrownBy(() -> optimizer.maxLoss(-1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> optimizer.p99(Duration.ZERO))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> optimizer.threads(1, 0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> optimizer.samples(List.of()).run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("needs samples");
  }
}
