package dev.brisk.embedding;

import java.io.File;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Module paths made of what stands on the class path. */
final class ModulePaths {
  private static final ModuleFinder CLASS_PATH =
      ModuleFinder.of(
          Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
              .filter(entry -> !entry.endsWith("-tests.jar"))
              .map(Path::of)
              .toArray(Path[]::new));

  private ModulePaths() {}

  /** A path of some modules and all that they require, but for what the JDK has. */
  static String of(String... roots) {
    Map<String, Path> found = new LinkedHashMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(roots));
    while (!open.isEmpty()) {
      String name = open.remove();
      if (!found.containsKey(name) && ModuleFinder.ofSystem().find(name).isEmpty()) {
        ModuleReference module =
            CLASS_PATH
                .find(name)
                .orElseThrow(() -> new AssertionError("no module " + name + " on the class path"));
        found.put(name, Path.of(module.location().orElseThrow()));
        module.descriptor().requires().stream()
            .filter(required -> !required.modifiers().contains(Requires.Modifier.STATIC))
            .map(Requires::name)
            .forEach(open::add);
      }
    }
    return found.values().stream()
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
