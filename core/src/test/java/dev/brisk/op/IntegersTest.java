package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Integers wrap around, keep all their bits, and are unsigned where their type is. */
final class IntegersTest {
  private static NdArray one(ElementType type, String value) {
    long bits = type == ElementType.UINT64 ? Long.parseUnsignedLong(value) : Long.parseLong(value);
    return NdArray.of(type, Shape.of(1), new long[] {bits});
  }

  @ParameterizedTest
  @CsvSource({
    "Add, INT8, 127, 1, -128",
    "Sub, UINT8, 0, 1, 255",
    "Mul, INT64, 4611686018427387905, 2, -9223372036854775806",
    "Div, INT32, -7, 2, -3",
    "Div, UINT64, 18446744073709551615, 2, 9223372036854775807",
    "Mod, INT16, -7, 3, 2",
    "Mod, INT16, 7, -3, -2",
    "Mod, UINT64, 18446744073709551615, 10, 5",
    "Mod, UINT32, 4294967295, 10, 5",
    "Pow, INT64, 3, 39, 4052555153018976267",
    "Pow, INT32, 2, -1, 0",
    "Pow, INT32, -1, -3, -1",
    "Pow, INT8, 2, 7, -128",
    "BitwiseAnd, UINT64, 18446744073709551615, 9223372036854775808, 9223372036854775808",
    "BitwiseXor, INT8, -1, 1, -2"
  })
  void binary_isExact(String operator, ElementType type, String a, String b, String expected) {
    NdArray result = Call.of(operator, 28).on(one(type, a), one(type, b));
    assertThat(result.elementType()).isEqualTo(type);
    assertThat(result.longs()).isEqualTo(one(type, expected).longs());
  }

  @ParameterizedTest
  @CsvSource({
    "LEFT, UINT8, 129, 1, 2",
    "RIGHT, UINT64, 18446744073709551615, 63, 1",
    "RIGHT, UINT64, 18446744073709551615, 64, 0",
    "RIGHT, INT64, -9223372036854775808, 63, -1",
    "LEFT, INT64, 1, 64, 0",
    "LEFT, UINT32, 4294967295, 31, 2147483648"
  })
  void bitShift_movesBitsOut(
      String direction, ElementType type, String bits, String by, String expected) {
    Call shift = Call.of("BitShift", 28, Attribute.of("direction", direction));
    assertThat(shift.on(one(type, bits), one(type, by)).longs())
        .isEqualTo(one(type, expected).longs());
  }

  @Test
  void castToFloat_roundsOnce() {
    Attribute toFloat = Attribute.of("to", 1);
    NdArray beyondTheMiddle = NdArray.vector((1L << 60) + (1L << 36) + 1);
    assertThat(Call.of("Cast", 19, toFloat).on(beyondTheMiddle).floats())
        .containsExactly(0x1.000002p60f);
  }

  @Test
  void mod_asInC_hasTheSignOfTheDividend() {
    Call mod = Call.of("Mod", 13, Attribute.of("fmod", 1L));
    assertThat(mod.on(one(ElementType.INT32, "-7"), one(ElementType.INT32, "3")).longs())
        .containsExactly(-1);
    assertThat(mod.on(Call.floats(-5.5, 5.5), Call.floats(2)).doubles()).containsExactly(-1.5, 1.5);
  }

  @Test
  void divisionByZero_isRefused() {
    NdArray zero = one(ElementType.INT32, "0");
    assertThatThrownBy(() -> Call.of("Mod", 13).on(zero, zero))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Mod");
  }

  @ParameterizedTest
  @CsvSource({"0, '1,3,6'", "1, '0,1,3'", "2, '6,5,3'", "3, '5,3,0'"})
  void cumSum_goesAnyWay(long way, String expected) {
    Call sum =
        Call.of(
            "CumSum", 14, Attribute.of("exclusive", way & 1), Attribute.of("reverse", way >> 1));
    NdArray axis = NdArray.vector(-1);
    NdArray ints = NdArray.of(ElementType.INT32, Shape.of(1, 3), new int[] {1, 2, 3});
    assertThat(sum.on(ints, axis).ints()).containsExactly(numbers(expected));
    assertThat(sum.on(Call.floats(Shape.of(3, 0)), NdArray.vector(0)).size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"INT16, 1, 8, 3, '1,4,7'", "INT64, 3, -2, -2, '3,1,-1'", "INT32, 5, 5, 1, ''"})
  void range_endsBeforeItsLimit(
      ElementType type, String start, String limit, String step, String expected) {
    NdArray made = Call.of("Range", 11).on(one(type, start), one(type, limit), one(type, step));
    assertThat(made.ints()).containsExactly(expected.isEmpty() ? new int[0] : numbers(expected));
    assertThatThrownBy(
            () -> Call.of("Range", 11).on(one(type, start), one(type, limit), one(type, "0")))
        .hasMessageContaining("steps other than 0");
  }

  private static int[] numbers(String text) {
    return java.util.Arrays.stream(text.split(",", -1)).mapToInt(Integer::parseInt).toArray();
  }
}
