package dev.brisk.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.InvalidInputException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
  @Test
  void whatIsWritten_isReadAgain() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("text", "a \"quoted\" \\ line\n\u0001 \u00e4 \ud83d\ude00");
    value.put("whole", -12L);
    value.put("number", 1.5e-300);
    value.put("truths", List.of(true, false));
    value.put("nothing", null);
    value.put("inner", Map.of("empty", Map.of(), "none", List.of()));
    assertThat(JsonReader.object(JsonWriter.write(value))).isEqualTo(value);
  }

  @Test
  void numbersThatAreNotFinite_becomeNull() {
    assertThat(JsonReader.object(JsonWriter.write(Map.of("a", Double.NaN))))
        .containsEntry("a", null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":1} x",
        "{'a':1}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":nul}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":NaN}",
        "{\"a\":[1 2]}",
        "{\"a\":.5}",
        "{\"a\":\"\\u-123\"}",
        "{\"a\":\"\\u+123\"}"
      })
  void whatIsNoJson_isRefused(String text) {
    assertThatThrownBy(() -> JsonReader.object(text)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void depth_isBounded() {
    String deep = "{\"a\":" + "[".repeat(100_000);
    assertThatThrownBy(() -> JsonReader.object(deep))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("levels");
  }

  @Test
  void fields_haveTypes() {
    Fields fields =
        Fields.of("{\"n\": 3, \"d\": 0.5, \"t\": \"x\", \"l\": [1, 2.5], \"m\": {\"a\": \"b\"}}");
    assertThat(fields.whole("n")).isEqualTo(3);
    assertThat(fields.number("d")).isEqualTo(0.5);
    assertThat(fields.text("t")).isEqualTo("x");
    assertThat(fields.numbers("l")).containsExactly(1, 2.5);
    assertThat(fields.textsByName("m")).isEqualTo(Map.of("a", "b"));
    for (String wrong : Arrays.asList("d", "t", "missing")) {
      assertThatThrownBy(() -> fields.whole(wrong))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("'" + wrong + "' must be a whole number");
    }
  }
}
