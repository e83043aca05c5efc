package dev.brisk.backend.cpu.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.conformance.OperatorContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class KernelsTest {
  private static final Path PAGE = Path.of("../docs/onednn.md");
  private static final String BEGIN = "<!-- written by a test: begin -->\n";
  private static final String END = "<!-- written by a test: end -->\n";

  @Test
  void thePageListsTheOperatorsThatRunNatively() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    if (Boolean.getBoolean(OperatorContract.WRITE)) {
      page = page.substring(0, from) + Kernels.table() + page.substring(to);
      Files.writeString(PAGE, page);
      to = page.indexOf(END);
    }
    assertThat(page.substring(from, to))
        .as("the table of %s, which -D%s=true writes anew", PAGE, OperatorContract.WRITE)
        .isEqualTo(Kernels.table());
  }
}
