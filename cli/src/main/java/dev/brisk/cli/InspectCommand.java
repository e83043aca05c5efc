package dev.brisk.cli;

import dev.brisk.Model;
import dev.brisk.cli.terminal.Console;
import dev.brisk.cli.terminal.TextTable;
import dev.brisk.cli.terminal.Units;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says what a model is. */
@Command(
    name = "inspect",
    description =
        "Shows a model's inputs, outputs, operators, parameters, FLOPs and the precision of its weights.",
    footer = {"  brisk inspect digits.onnx", "  brisk inspect digits.int8.onnx --json"})
final class InspectCommand extends BriskCommand {
  @Parameters(
      paramLabel = "MODEL",
      description = "An ONNX model, or a task file (.json) that names one.")
  private @Nullable Path argument;

  @Override
  void run(Console output) {
    Path path = given(argument);
    Target target = Target.load(path);
    Inspection inspection = Inspection.of(target.model(), target.path());
    output.result(inspection);
    if (!output.isJson()) {
      show(output, target.model(), inspection);
    }
  }

  private static void show(Console output, Model model, Inspection inspection) {
    output.say("Inputs");
    model.inputs().forEach(input -> output.say("  " + input));
    output.say("Outputs");
    model.outputs().forEach(spec -> output.say("  " + spec));
    TextTable operators = new TextTable("Operator", "nodes");
    inspection.operators().forEach(operators::row);
    output.say("");
    output.say(operators);
    output.say("");
    output.say("Parameters  " + Units.count(inspection.parameters()));
    inspection
        .weights()
        .forEach((type, count) -> output.say("  " + type + "  " + Units.count(count)));
    output.say("FLOPs       " + Units.count(inspection.flops()));
    output.say("File        " + Units.bytes(inspection.bytes()));
    output.say("Operator set " + model.opset(""));
  }
}
