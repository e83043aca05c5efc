package dev.brisk.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JsonTest {
  private record Line(String model, double p50Ms, long bytesPerRun, boolean ok) {}

  @Test
  void of_writesRecordsInSnakeCase() {
    assertThat(flat(new Line("a \"b\"\n", 0.25, 1L << 40, true)))
        .isEqualTo(
            "{ \"model\" : \"a \\\"b\\\"\\n\", \"p50_ms\" : 0.25, \"bytes_per_run\" : 1099511627776, \"ok\" : true }");
  }

  @Test
  void of_writesWhatIsNoNumberAsNull() {
    assertThat(flat(List.of(Double.NaN, Double.POSITIVE_INFINITY, 1.5f)))
        .isEqualTo("[ null, null, 1.5 ]");
    assertThat(flat(Arrays.asList(null, Optional.empty(), Optional.of(3))))
        .isEqualTo("[ null, null, 3 ]");
  }

  @Test
  void of_keepsTheOrderOfMaps() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("z", 1);
    map.put("a", List.of());
    assertThat(flat(map)).isEqualTo("{ \"z\" : 1, \"a\" : [ ] }");
  }

  private static String flat(Object value) {
    return Json.of(value).replaceAll("\\s*\\n\\s*", " ");
  }
}
