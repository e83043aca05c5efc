package dev.brisk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles what the README shows, as it stands there. */
final class ReadmeTest {
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void firstExample_compiles() throws IOException {
    assertThat(errors(example("class Example"))).isEmpty();
  }

  @Test
  void exampleOfTheOptimizer_compiles() throws IOException {
    String statements =
        example("Optimizer.of").replaceAll("(?m)^\\.\\.\\.$|(?<=\\{) \\.\\.\\. (?=})", "");
    String source =
        """
        import dev.brisk.Executable;
        import dev.brisk.Model;
        import dev.brisk.Optimization;
        import dev.brisk.Optimizer;
        import dev.brisk.Score;
        import dev.brisk.Tensor;
        import java.nio.file.Path;
        import java.time.Duration;
        import java.util.List;
        import java.util.Map;

        abstract class Example {
          abstract double[] right(Executable executable);

          void run(Model model, List<Map<String, Tensor>> samples) {
        %s  }
        }
        """
            .formatted(statements);
    assertThat(errors(source)).isEmpty();
  }

  private static String example(String mark) throws IOException {
    List<String> found =
        EXAMPLE
            .matcher(Files.readString(readme()))
            .results()
            .map((MatchResult block) -> block.group(1))
            .filter(block -> block.contains(mark))
            .toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static Path readme() {
    Path place = Path.of("").toAbsolutePath();
    while (!Files.exists(place.resolve("README.md"))) {
      place = place.getParent();
    }
    return place.resolve("README.md");
  }

  /** What the compiler says of a class named {@code Example}. */
  private String errors(String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    Path core =
        Path.of(
            URI.create(Model.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, List.of(core));
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
      boolean compiled =
          compiler
              .getTask(errors, files, null, List.of("-proc:none"), null, List.of(unit(source)))
              .call();
      return compiled ? "" : "It does not compile: " + errors;
    }
  }

  private static SimpleJavaFileObject unit(String source) {
    return new SimpleJavaFileObject(
        URI.create("string:///Example.java"), SimpleJavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }
}
