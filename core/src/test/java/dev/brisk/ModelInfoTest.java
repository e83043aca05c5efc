package dev.brisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.graph.Extras;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelInfoTest {
  @ParameterizedTest
  @CsvSource({
    "7,3", "8,3", "9,4", "10,5", "11,6", "12,7", "14,7", "15,8", "18,8", "19,9", "20,9", "21,10",
    "22,10", "23,11", "24,12", "25,13"
  })
  void newModel_hasTheLeastFormatThatKnowsItsOperators(int opset, long irVersion) {
    ModelInfo info = ModelInfo.of(opset);
    assertThat(info.irVersion()).isEqualTo(irVersion);
    assertThat(info.opsets()).containsOnly(Map.entry("", opset));
    assertThat(info.producer().name()).isEqualTo("brisk");
  }

  @Test
  void withOpset_raisesTheFormatButNeverLowersIt() {
    ModelInfo info = ModelInfo.of(13);
    assertThat(info.withOpset("", 21).irVersion()).isEqualTo(10);
    assertThat(info.withOpset("", 9).irVersion()).isEqualTo(7);
    ModelInfo other = info.withOpset("com.example", 30);
    assertThat(other.irVersion()).isEqualTo(7);
    assertThat(other.opsets()).containsOnly(Map.entry("", 13), Map.entry("com.example", 30));
  }

  @Test
  void collections_areCopiedAndUnmodifiable() {
    Map<String, Integer> opsets = new HashMap<>(Map.of("", 13));
    Map<String, String> metadata = new HashMap<>(Map.of("a", "1"));
    ModelInfo info =
        new ModelInfo(
            7,
            opsets,
            new ModelInfo.Producer("p", "1"),
            new ModelInfo.Version("d", 2),
            "doc",
            metadata,
            List.of(),
            Extras.NONE);
    opsets.clear();
    metadata.clear();
    assertThat(info.opsets()).containsOnly(Map.entry("", 13));
    assertThat(info.metadata()).containsOnly(Map.entry("a", "1"));
    assertThatThrownBy(() -> info.opsets().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> info.metadata().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void metadata_keepsItsOrder() {
    ModelInfo info =
        ModelInfo.of(13).withMetadata("z", "1").withMetadata("a", "2").withMetadata("z", "3");
    assertThat(info.metadata()).containsExactly(Map.entry("z", "3"), Map.entry("a", "2"));
  }

  @Test
  void equality_isOfAllThatIsSaid() {
    assertThat(ModelInfo.of(13)).isEqualTo(ModelInfo.of(13)).hasSameHashCodeAs(ModelInfo.of(13));
    assertThat(ModelInfo.of(13)).isNotEqualTo(ModelInfo.of(14));
    assertThat(ModelInfo.of(13).withMetadata("a", "1")).isNotEqualTo(ModelInfo.of(13));
    assertThat(ModelInfo.of(13).toString()).contains("irVersion=7", "brisk");
  }

  @Test
  void tensorSpec_readsAsDeclared() {
    assertThat(new TensorSpec("image", ElementType.FLOAT32, Shape.of(Shape.FREE, 3)))
        .hasToString("image float32[?,3]");
    assertThat(new TensorSpec("any", ElementType.INT64, null)).hasToString("any int64[...]");
  }
}
