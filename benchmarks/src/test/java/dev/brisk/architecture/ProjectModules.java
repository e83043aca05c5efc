package dev.brisk.architecture;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The project's modules as they stand on the class path, by name. */
final class ProjectModules {
  private static final String PREFIX = "dev.brisk";
  private static final Map<String, ModuleReference> MODULES = find();
  private static final JavaClasses CLASSES = importClasses();

  private ProjectModules() {}

  static Map<String, ModuleReference> all() {
    return MODULES;
  }

  /** The main classes of the modules: no tests, nothing of the benchmarks. */
  static JavaClasses classes() {
    return CLASSES;
  }

  /** The module that holds {@code type}, or empty where the type is not the project's. */
  static Optional<String> of(JavaClass type) {
    return MODULES.values().stream()
        .filter(module -> module.descriptor().packages().contains(type.getPackageName()))
        .map(module -> module.descriptor().name())
        .findFirst();
  }

  /** The folder of the sources of all modules. */
  static Path sources() {
    return Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize().getParent();
  }

  /** The folders of the modules that have a descriptor. */
  static List<Path> sourceFolders() {
    try (Stream<Path> folders = Files.list(sources())) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("src/main/java/module-info.java")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, ModuleReference> find() {
    Path[] entries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(ProjectModules::holdsDescriptor)
            .toArray(Path[]::new);
    return ModuleFinder.of(entries).findAll().stream()
        .filter(module -> module.descriptor().name().startsWith(PREFIX))
        .collect(toUnmodifiableMap(module -> module.descriptor().name(), Function.identity()));
  }

  private static boolean holdsDescriptor(Path entry) {
    return Files.isDirectory(entry)
        ? Files.exists(entry.resolve("module-info.class"))
        : entry.startsWith(sources()) && !entry.toString().endsWith("-tests.jar");
  }

  private static JavaClasses importClasses() {
    List<String> locations =
        MODULES.values().stream().map(module -> module.location().orElseThrow().getPath()).toList();
    ImportOption mainClasses =
        location -> locations.stream().anyMatch(known -> location.contains(known));
    return new ClassFileImporter().withImportOption(mainClasses).importPackages(PREFIX);
  }
}
