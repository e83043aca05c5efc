package dev.brisk.internal.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.brisk.internal.memory.Bytes;
import java.util.HexFormat;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WireReaderTest {
  @ParameterizedTest
  @CsvSource({
    "00, 0",
    "01, 1",
    "7f, 127",
    "8001, 128",
    "ff7f, 16383",
    "808001, 16384",
    "ffffffff0f, 4294967295",
    "ffffffffffffffff7f, 9223372036854775807",
    "80808080808080808001, -9223372036854775808",
    "ffffffffffffffffff01, -1",
  })
  void readsVarints(String hex, long value) {
    WireReader reader = field("08" + hex);
    assertThat(reader.varint()).isEqualTo(value);
    assertThat(reader.next()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8100", "818000", "81808080808080808000"})
  void readsVarintsThatAreLongerThanNeeded(String hex) {
    assertThat(field("08" + hex).varint()).isEqualTo(1);
  }

  @Test
  void dropsTheExcessBitsOfTheTenthByte() {
    assertThat(field("08" + "8180808080808080807e").varint()).isEqualTo(1);
  }

  @Test
  void readsANegativeIntOfTenBytesAndOneOfFive() {
    assertThat(field("08" + "feffffffffffffffff01").varint32()).isEqualTo(-2);
    assertThat(field("08" + "feffffff0f").varint32()).isEqualTo(-2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"80", "ff", "ffffffffffffffffff"})
  void refusesACutOffVarint(String hex) {
    assertFails(() -> field("08" + hex).varint(), 1, "a number is cut off");
  }

  @Test
  void refusesAVarintOfElevenBytes() {
    assertFails(() -> field("08" + "8080808080808080808000").varint(), 1, "longer than 10 bytes");
  }

  @Test
  void readsFixedSizes() {
    assertThat(field("0d" + "01020304").fixed32()).isEqualTo(0x04030201);
    assertThat(field("09" + "0102030405060708").fixed64()).isEqualTo(0x0807060504030201L);
    assertFails(() -> field("0d" + "010203").fixed32(), 1, "cut off");
    assertFails(() -> field("09" + "01020304050607").fixed64(), 1, "cut off");
  }

  @Test
  void readsTextAndBytes() {
    assertThat(field("0a" + "05" + "68c3a96c6f").string()).isEqualTo("hélo");
    assertThat(field("0a" + "00").string()).isEmpty();
    assertThat(field("0a" + "02" + "ff00").bytes().toByteArray()).containsExactly(-1, 0);
    assertThat(field("0a" + "02" + "ff00").text()).isNull();
    assertFails(() -> field("0a" + "02" + "ff00").string(), 0, "not valid UTF-8");
  }

  @ParameterizedTest
  @CsvSource({
    "0a02ff, '2 bytes, but only 1 are left'",
    "0affffffff07, 'claims 2147483647 bytes'",
    "0affffffffffffffff7f, 'claims 9223372036854775807 bytes'",
    "0affffffffffffffffff01, 'claims 18446744073709551615 bytes'",
  })
  void refusesALengthBeyondTheEnd(String hex, String words) {
    assertFails(() -> field(hex).bytes(), 1, words);
    WireReader skipping = field(hex);
    assertFails(skipping::next, 1, words);
  }

  @Test
  void knowsNoMoreOfAMessageThanItsSlice() {
    // The inner length fits the file, but not the message around it.
    WireReader inner = field("0a02" + "0a05" + "0102030405").message();
    assertThat(inner.next()).isTrue();
    assertFails(inner::bytes, 3, "claims 5 bytes, but only 0 are left");
  }

  @Test
  void skipsWhatIsNotRead() {
    WireReader reader =
        new WireReader(bytes("0801" + "0d00000000" + "090000000000000000" + "0a0100" + "1002"));
    for (int i = 0; i < 4; i++) {
      assertThat(reader.next()).isTrue();
    }
    assertThat(reader.next()).isTrue();
    assertThat(reader.field()).isEqualTo(2);
    assertThat(reader.varint()).isEqualTo(2);
    assertThat(reader.next()).isFalse();
  }

  @Test
  void givesUnknownFieldsVerbatim() {
    WireReader reader = new WireReader(bytes("08818000" + "1b0a0100231002241c" + "120161"));
    assertThat(reader.next()).isTrue();
    assertThat(hex(reader.encoded())).isEqualTo("08818000");
    assertThat(reader.next()).isTrue();
    assertThat(hex(reader.encoded())).isEqualTo("1b0a0100231002241c");
    assertThat(reader.next()).isTrue();
    assertThat(reader.string()).isEqualTo("a");
    assertThat(hex(reader.encoded())).isEqualTo("120161");
  }

  @Test
  void refusesBrokenGroups() {
    assertFails(() -> field("0b" + "0801").next(), 3, "cut off");
    assertFails(() -> field("0b" + "14").next(), 1, "group 1 is ended as group 2");
    assertFails(() -> field("0c").next(), 0, "a group ends that was not begun");
    assertFails(() -> field("0b".repeat(1_000_000)).next(), 100, "groups nest deeper");
    WireReader deep = field("0b".repeat(100) + "0c".repeat(100));
    assertThat(deep.next()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "00, must be 1 to",
    "02, must be 1 to",
    "0e, wire type 6",
    "0f, wire type 7",
    "ffffffff7f, must be 1 to",
  })
  void refusesImpossibleTags(String hex, String words) {
    assertFails(() -> new WireReader(bytes(hex)).next(), 0, words);
  }

  @Test
  void boundsTheDepthOfMessages() {
    assertThat(descend(100).varint()).isEqualTo(1);
    assertFails(() -> descend(101), 238, "messages nest deeper than 100 levels");
  }

  /** Reads a message within a message, and so on, down to a varint. */
  private static WireReader descend(int levels) {
    Bytes message = bytes("0801");
    for (int i = 0; i < levels; i++) {
      Bytes inner = message;
      message = WireMessage.measure(out -> out.bytes(1, inner)).toBytes();
    }
    WireReader reader = new WireReader(message);
    for (int i = 0; i < levels; i++) {
      assertThat(reader.next()).isTrue();
      reader = reader.message();
    }
    assertThat(reader.next()).isTrue();
    return reader;
  }

  @Test
  void countsOffsetsFromTheFilesStart() {
    Bytes file = bytes("ffff" + "0a03" + "120201");
    WireReader inner = message(file.slice(2, 5));
    assertThat(inner.next()).isTrue();
    assertThat(inner.offset()).isEqualTo(4);
    assertFails(inner::bytes, 5, "claims 2 bytes, but only 1 are left");
  }

  @Test
  void refusesToReadAFieldAsAnotherType() {
    assertThatThrownBy(() -> field("0801").bytes()).isInstanceOf(IllegalStateException.class);
    WireReader reader = field("0801");
    reader.varint();
    assertThatThrownBy(reader::varint).isInstanceOf(IllegalStateException.class);
  }

  private static WireReader message(Bytes outer) {
    WireReader reader = new WireReader(outer);
    assertThat(reader.next()).isTrue();
    return reader.message();
  }

  private static WireReader field(String hex) {
    WireReader reader = new WireReader(bytes(hex));
    assertThat(reader.next()).isTrue();
    return reader;
  }

  private static Bytes bytes(String hex) {
    return Bytes.of(HexFormat.of().parseHex(hex));
  }

  private static String hex(Bytes bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static void assertFails(ThrowingCallable call, long offset, String words) {
    AbstractThrowableAssert<?, ?> thrown =
        assertThatThrownBy(call).isInstanceOf(WireFormatException.class);
    thrown.hasMessageContaining(words);
    thrown
        .asInstanceOf(type(WireFormatException.class))
        .returns(offset, WireFormatException::offset)
        .extracting(WireFormatException::sentence)
        .isEqualTo("at byte " + offset + ": " + thrown.actual().getMessage());
  }
}
