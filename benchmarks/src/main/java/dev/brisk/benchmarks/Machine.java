package dev.brisk.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The facts without which a measurement says nothing. */
final class Machine {
  private static final Set<String> TELLING_FLAGS =
      Set.of(
          "avx2",
          "fma",
          "avx512f",
          "avx512_vnni",
          "avx_vnni",
          "avx512_bf16",
          "amx_int8",
          "amx_bf16",
          "asimddp",
          "i8mm",
          "sve");

  private Machine() {}

  /** The facts by name, "unknown" where this system does not tell. */
  static Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("cpu", cpuLine("model name"));
    facts.put("cpu_flags", flags());
    facts.put("cpus", Runtime.getRuntime().availableProcessors());
    facts.put("cgroup_quota", text(Path.of("/sys/fs/cgroup/cpu.max")));
    facts.put("governor", text(Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")));
    facts.put("load_average", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    facts.put("system", text(Path.of("/proc/version")));
    facts.put("java", System.getProperty("java.runtime.version"));
    facts.put("java_options", ManagementFactory.getRuntimeMXBean().getInputArguments());
    facts.put("onnxruntime", OrtModel.environment().getVersion());
    facts.put("spinning", Map.of("1 thread", OrtModel.spinning(1), "more", OrtModel.spinning(2)));
    return facts;
  }

  private static List<String> flags() {
    return Arrays.stream((cpuLine("flags") + " " + cpuLine("Features")).split(" "))
        .filter(TELLING_FLAGS::contains)
        .toList();
  }

  /** What Linux says of the first CPU under a name. */
  private static String cpuLine(String name) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
