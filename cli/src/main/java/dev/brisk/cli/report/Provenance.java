package dev.brisk.cli.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The foot of a page: where and how its figures came about. All in plain text.
 *
 * @param accelerator what ran the models, in a sentence
 * @param warnings what a reader has to know before believing the figures
 * @param further commands that tell more
 */
public record Provenance(
    Machine machine, String accelerator, List<String> warnings, List<String> further) {
  public Provenance {
    warnings = List.copyOf(warnings);
    further = List.copyOf(further);
  }

  /** The foot as HTML. */
  public String html() {
    return """
        <footer>
        <h2>How this was measured</h2>
        %s<dl>
        <dt>Command</dt><dd><code>%s</code></dd>
        <dt>Machine</dt><dd>%s, %d threads<small>%s</small></dd>
        <dt>Runs on</dt><dd>%s<small>%s, %s</small></dd>
        <dt>Brisk</dt><dd>%s<small>%s</small></dd>
        </dl>
        %s</footer>
        """
        .formatted(
            warnings.stream()
                .map(warning -> "<p class=\"warning\">" + Html.text(warning) + "</p>\n")
                .collect(Collectors.joining()),
            Html.text(machine.command()),
            Html.text(machine.cpu()),
            machine.processors(),
            Html.text(String.join(" ", machine.features())),
            Html.text(accelerator),
            Html.text(machine.java()),
            Html.text(machine.system()),
            Html.text(machine.brisk()),
            Html.text(machine.time()),
            commands());
  }

  private String commands() {
    return further.isEmpty()
        ? ""
        : further.stream()
            .map(command -> "<code>" + Html.text(command) + "</code>")
            .collect(Collectors.joining(", ", "<p>Look further: ", "</p>\n"));
  }
}
