package dev.brisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ElementTypeTest {
  @ParameterizedTest
  @EnumSource
  void onnxCode_leadsBackToTheType(ElementType type) {
    assertThat(ElementType.ofOnnxCode(type.onnxCode())).isSameAs(type);
  }

  @Test
  void onnxCodes_areAllFromOneOn() {
    assertThat(Arrays.stream(ElementType.values()).map(ElementType::onnxCode).sorted())
        .containsExactly(
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
            25, 26);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 27, Integer.MAX_VALUE})
  void unknownCode_isRefusedWithTheRange(int code) {
    assertThatThrownBy(() -> ElementType.ofOnnxCode(code))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("1 to 26")
        .hasMessageContaining("" + code);
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32,3,12",
    "BOOL,3,3",
    "INT4,3,2",
    "UINT4,4,2",
    "INT2,5,2",
    "UINT2,8,2",
    "FLOAT4E2M1,1,1",
    "COMPLEX128,2,32",
    "FLOAT8E8M0,7,7",
    "BFLOAT16,0,0",
    "INT2,0,0"
  })
  void byteSize_isPacked(ElementType type, long elements, long bytes) {
    assertThat(type.byteSize(elements)).isEqualTo(bytes);
  }

  @Test
  void byteSize_isRefusedWhereThereIsNone() {
    assertThat(ElementType.UINT2.byteSize(Long.MAX_VALUE)).isEqualTo(1L << 61);
    assertThatThrownBy(() -> ElementType.INT64.byteSize(Long.MAX_VALUE))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> ElementType.STRING.byteSize(1))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @EnumSource
  void kinds_excludeEachOther(ElementType type) {
    boolean other =
        type == ElementType.BOOL
            || type == ElementType.STRING
            || type == ElementType.COMPLEX64
            || type == ElementType.COMPLEX128;
    assertThat((type.isFloat() ? 1 : 0) + (type.isInteger() ? 1 : 0) + (other ? 1 : 0)).isOne();
    assertThat(type.isFloat()).isEqualTo(type.name().contains("FLOAT"));
    assertThat(type.isInteger()).isEqualTo(type.name().contains("INT"));
  }

  @Test
  void names_areThoseOfOnnx() {
    assertThat(ElementType.FLOAT8E4M3FNUZ).hasToString("float8e4m3fnuz");
    assertThat(ElementType.UINT8).hasToString("uint8");
  }
}
