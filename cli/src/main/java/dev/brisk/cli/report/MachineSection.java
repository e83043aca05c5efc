package dev.brisk.cli.report;

/** How a report was made. */
final class MachineSection {
  private MachineSection() {}

  static String of(Comparison comparison, Machine machine) {
    StringBuilder warnings = new StringBuilder();
    comparison
        .warnings()
        .forEach(
            warning ->
                warnings
                    .append("<p class=\"warning\">")
                    .append(Html.text(warning))
                    .append("</p>\n"));
    return """
        <footer>
        <h2>How this was measured</h2>
        %s<dl>
        <dt>Command</dt><dd><code>%s</code></dd>
        <dt>Machine</dt><dd>%s, %d threads<small>%s</small></dd>
        <dt>Runs on</dt><dd>%s<small>%s, %s</small></dd>
        <dt>Brisk</dt><dd>%s<small>%s</small></dd>
        </dl>
        <p>Look further: <code>brisk bench %s %s</code>, <code>brisk inspect %s</code></p>
        </footer>
        """
        .formatted(
            warnings,
            Html.text(machine.command()),
            Html.text(machine.cpu()),
            machine.processors(),
            Html.text(String.join(" ", machine.features())),
            Html.text(comparison.accelerator()),
            Html.text(machine.java()),
            Html.text(machine.system()),
            Html.text(machine.brisk()),
            Html.text(machine.time()),
            Html.text(comparison.before().model()),
            Html.text(comparison.after().model()),
            Html.text(comparison.after().model()));
  }
}
