package dev.brisk.cli;

import dev.brisk.Accelerators;
import dev.brisk.Quantizers;
import dev.brisk.cli.terminal.Console;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Says what can run here. */
@Command(
    name = "doctor",
    description = {
      "Shows every accelerator and whether it can run here; if it cannot, what is missing.",
      "Shows the CPU's features and the versions in use, too. Loads no native code."
    },
    footer = {"  brisk doctor", "  brisk doctor --json"})
final class DoctorCommand extends BriskCommand {
  /** What is known of an accelerator or quantizer. */
  private record Entry(String name, boolean available, String detail) {}

  private record Java(String version, String vendor, String vm, String os) {}

  @Override
  void run(Console output) {
    List<Entry> accelerators =
        Accelerators.report().entrySet().stream()
            .map(e -> new Entry(e.getKey(), e.getValue().available(), e.getValue().detail()))
            .toList();
    Cpu cpu = Cpu.read();
    Java java = java();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("accelerators", accelerators);
    result.put("cpu", cpu);
    result.put("java", java);
    output.result(result);
    if (!output.isJson()) {
      show(output, accelerators, cpu, java);
    }
  }

  private static Java java() {
    return new Java(
        System.getProperty("java.version"),
        System.getProperty("java.vendor"),
        System.getProperty("java.vm.name"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"));
  }

  private static void show(Console output, List<Entry> accelerators, Cpu cpu, Java java) {
    output.say("Accelerators");
    int width = accelerators.stream().mapToInt(entry -> entry.name.length()).max().orElse(0);
    for (Entry entry : accelerators) {
      String name = entry.name + " ".repeat(width - entry.name.length());
      output.say("  " + (entry.available ? "✓ " : "✗ ") + name + "  " + entry.detail);
    }
    if (accelerators.isEmpty()) {
      output.say("  none found; add an artifact that brings one, such as brisk-backend-cpu");
    }
    output.say("");
    output.say("Quantizers");
    output.say("  " + String.join(", ", Quantizers.available()));
    output.say("");
    output.say("CPU");
    output.say("  " + cpu.model() + ", " + cpu.threads() + " threads for this process");
    output.say(
        "  " + (cpu.features().isEmpty() ? "features unknown" : String.join(" ", cpu.features())));
    output.say("");
    output.say("Versions");
    output.say("  brisk " + Version.number());
    output.say("  Java " + java.version + ", " + java.vendor + ", " + java.vm);
    output.say("  " + java.os);
  }
}
