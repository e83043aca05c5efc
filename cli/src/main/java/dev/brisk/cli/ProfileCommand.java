package dev.brisk.cli;

import dev.brisk.Accelerator;
import dev.brisk.Profile;
import dev.brisk.Profile.Operator;
import dev.brisk.Profiler;
import dev.brisk.Roofline;
import dev.brisk.Tensor;
import dev.brisk.TensorBoardProfile;
import dev.brisk.cli.config.FileErrors;
import dev.brisk.cli.profile.ChromeTrace;
import dev.brisk.cli.profile.ProfileText;
import dev.brisk.cli.terminal.Console;
import dev.brisk.cli.terminal.OutputFile;
import dev.brisk.cli.terminal.ProgressDisplay;
import dev.brisk.cli.terminal.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows where the time goes. */
@Command(
    name = "profile",
    description = {
      "Shows where the time of a model goes, operator by operator, what binds each, and what can be gained.",
      "",
      "What an operator reaches is compared with what this machine can do at most, which is measured first. An operator that the runtime merged of several nodes stands under the name of one, with the number of the others. A model without a task is fed random inputs."
    },
    footer = {
      "  brisk profile digits.json",
      "  brisk profile digits.onnx --threads 1 --trace digits.trace.json",
    })
final class ProfileCommand extends BriskCommand {
  @Parameters(
      paramLabel = "MODEL_OR_TASK",
      description = "An ONNX model, or a task file (.json) whose first sample is fed.")
  private @Nullable Path argument;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Write the measured runs for ui.perfetto.dev or chrome://tracing, too.")
  private @Nullable Path trace;

  @Option(
      names = "--xplane",
      paramLabel = "DIR",
      description = "Write the measured runs for TensorBoard's profiler (--logdir DIR), too.")
  private @Nullable Path xplane;

  /** The fields of the JSON. */
  private record Result(
      List<Line> operators,
      double totalMs,
      Parts request,
      Machine machine,
      long flops,
      List<String> advice) {}

  private record Line(
      String name,
      String type,
      String accelerator,
      double share,
      double ms,
      double gflops,
      double gbps,
      String bound,
      double calls,
      long flops,
      long operations,
      long bytes,
      double intensity,
      double efficiency,
      double gain,
      List<String> nodes) {}

  private record Parts(double inputMs, double runMs, double outputMs) {}

  private record Machine(
      int threads,
      int processors,
      double floatGflops,
      double integerGops,
      List<Level> bandwidths,
      double dispatchUs,
      long gcPauses,
      double gcMs) {}

  private record Level(String level, long bytes, double gbps) {}

  @Override
  void run(Console output) {
    Target target = Target.load(given(argument));
    if (trace != null) {
      OutputFile.check(trace);
    }
    Map<String, Tensor> inputs = target.sample(output);
    Accelerator accelerator = common().accelerator();
    Profile profile;
    try (ProgressDisplay progress = output.progress()) {
      profile =
          Profiler.profile(
              target.model(), accelerator, inputs, common().compileOptions(), progress);
    } catch (UnsupportedOperationException e) {
      throw new UsageException(e.getMessage() + "; choose another with --accelerator");
    }
    if (trace != null) {
      writeTrace(trace, target, accelerator, profile);
    }
    Path plane =
        xplane == null ? null : TensorBoardProfile.save(profile, xplane, run(target.name()));
    output.result(result(profile));
    if (!output.isJson()) {
      ProfileText.of(profile).forEach(output::say);
      if (trace != null) {
        output.say("  Wrote " + trace + "; open it at ui.perfetto.dev");
      }
      if (plane != null) {
        output.say("  Wrote " + plane + "; see it by tensorboard --logdir " + xplane);
      }
    }
  }

  /** The model's name in the letters that a folder may have. */
  private static String run(String model) {
    return model.replaceAll("^\\.|[^\\w.-]", "_");
  }

  private static void writeTrace(
      Path file, Target target, Accelerator accelerator, Profile profile) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("model", target.name());
    facts.put("accelerator", accelerator.description());
    facts.put("brisk", Version.number());
    facts.put("java", Runtime.version().toString());
    facts.put("clock", "microseconds from the first measured request");
    OutputFile.write(
        file,
        path -> {
          try {
            ChromeTrace.write(path, profile.traces(), facts);
          } catch (IOException e) {
            throw FileErrors.writing(file, e);
          }
        });
  }

  private static Result result(Profile profile) {
    List<Line> lines = new ArrayList<>();
    profile.operators().forEach(operator -> lines.add(line(profile, operator)));
    lines.add(overhead(profile));
    return new Result(
        lines,
        millis(profile.run()),
        new Parts(
            millis(profile.request().input()),
            millis(profile.request().run()),
            millis(profile.request().output())),
        machine(profile),
        profile.flops(),
        profile.advice());
  }

  private static Line line(Profile profile, Operator operator) {
    return new Line(
        operator.name(),
        operator.type(),
        profile.accelerator(),
        operator.share(),
        millis(operator.self()),
        operator.gflops(),
        operator.gbps(),
        operator.bound().toString(),
        operator.calls(),
        operator.flops(),
        operator.operations(),
        operator.bytes(),
        operator.intensity(),
        operator.efficiency(),
        operator.gain(),
        operator.nodes());
  }

  private static Line overhead(Profile profile) {
    double ms = millis(profile.overhead());
    double share = profile.run().isZero() ? 0 : ms / millis(profile.run());
    return new Line(
        "runtime overhead",
        "",
        profile.accelerator(),
        share,
        ms,
        0,
        0,
        Roofline.Bound.OVERHEAD.toString(),
        1,
        0,
        0,
        0,
        0,
        0,
        1 / Math.max(1 - share, 1e-9),
        List.of());
  }

  private static Machine machine(Profile profile) {
    Roofline roofline = profile.roofline();
    return new Machine(
        profile.threads(),
        profile.processors(),
        roofline.floatPeak() / 1e9,
        roofline.integerPeak() / 1e9,
        roofline.bandwidths().stream()
            .map(level -> new Level(level.level(), level.bytes(), level.perSecond() / 1e9))
            .toList(),
        roofline.dispatch().toNanos() / 1e3,
        profile.pauses().count(),
        millis(profile.pauses().total()));
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }
}
