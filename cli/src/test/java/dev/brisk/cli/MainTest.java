package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
  @Test
  void noArguments_showHelp() {
    assertThat(Cli.run().succeeds().out())
        .contains("quantize", "evaluate", "bench", "inspect", "doctor", "demo", "Examples:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "doctor", "inspect", "quantize", "evaluate", "bench"})
  void help_explainsEachCommand(String command) {
    String help = Cli.run(command, "--help").succeeds().out();
    assertThat(help).startsWith("Usage: brisk " + command).contains("Examples:", "--json");
    assertThat(help.lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void version_isOneLine() {
    assertThat(Cli.run("--version").succeeds().out()).startsWith("brisk ").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quantise | There is no command 'quantise' (did you mean quantize?); see 'brisk --help'",
        "doctor --jsn | There is no option '--jsn' (did you mean --json?); see 'brisk doctor --help'",
        "doctor x | There is one argument too many, 'x'; see 'brisk doctor --help'",
        "bench | Missing required parameter: 'MODEL_OR_TASK'; see 'brisk bench --help'",
        "quantize m.onnx | Missing required option: '--to=PRECISION'; see 'brisk quantize --help'",
        "evaluate t.json --threads x | Invalid value for option '--threads': 'x' is not an int; see 'brisk evaluate --help'",
        "bench m.onnx --scenario x | --scenario must be one of single, single-stream, server, offline, but is x",
        "bench m.onnx --seconds 0 | --seconds must be more than 0, but is 0.0",
        "bench m.onnx --load 1 | --load must be between 0 and 1, but is 1.0",
        "bench m.onnx --batch 0 | --batch must be 1 or more, but is 0",
        "evaluate t.json --limit 0 | --limit must be 1 or more, but is 0",
        "evaluate none.json | There is no task file none.json",
        "inspect none.onnx | There is no model or task file none.onnx",
        "inspect m.onnx --threads 0 | --threads must be 1 or more, but is 0",
        "quantize m.onnx --to int8 --threads -1 | --threads must be 1 or more, but is -1",
      })
  void wrongArguments_areToldInOneSentence(String line, String sentence) {
    assertThat(Cli.run((Object[]) line.split(" ")).fails(2)).isEqualTo(sentence);
  }
}
