package dev.brisk.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ServicesTest {
  private static final String FOLDER = "META-INF/services/";

  static Stream<String> modules() {
    return ProjectModules.all().keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void descriptorAndServiceFiles_agree(String name) throws IOException {
    ModuleReference module = ProjectModules.all().get(name);
    Map<String, List<String>> declared = new TreeMap<>();
    for (Provides provides : module.descriptor().provides()) {
      declared.put(provides.service(), provides.providers());
    }
    assertThat(serviceFiles(module)).isEqualTo(declared);
  }

  private static Map<String, List<String>> serviceFiles(ModuleReference module) throws IOException {
    Map<String, List<String>> found = new TreeMap<>();
    try (ModuleReader reader = module.open()) {
      List<String> files =
          reader.list().filter(file -> file.startsWith(FOLDER) && !file.endsWith("/")).toList();
      for (String file : files) {
        found.put(file.substring(FOLDER.length()), providers(reader, file));
      }
    }
    return found;
  }

  private static List<String> providers(ModuleReader reader, String file) throws IOException {
    ByteBuffer bytes = reader.read(file).orElseThrow();
    try {
      return Arrays.stream(StandardCharsets.UTF_8.decode(bytes).toString().split("\n"))
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    } finally {
      reader.release(bytes);
    }
  }
}
