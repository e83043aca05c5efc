package dev.brisk.cli;

import dev.brisk.cli.report.Machine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The machine and the time that a command runs on and at. */
final class Here {
  private Here() {}

  /** What reports say of it. */
  static Machine machine(String command) {
    Cpu cpu = Cpu.read();
    return new Machine(
        cpu.model(),
        cpu.features(),
        cpu.threads(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        "Java " + System.getProperty("java.version") + ", " + System.getProperty("java.vm.name"),
        Version.number(),
        command,
        Instant.now()
            .truncatedTo(ChronoUnit.SECONDS)
            .toString()
            .replace('T', ' ')
            .replace("Z", " UTC"));
  }
}
