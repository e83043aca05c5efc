package dev.brisk.backend.remote.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.backend.remote.call.CallException.Kind;
import io.grpc.Status;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VerdictTest {
  /** A call that is sent while its connection ends is told by a code that says nothing. */
  @Test
  void unknownWithCauseInTheTransport_isLost() {
    Status status = Status.UNKNOWN.withDescription("channel closed");
    assertThat(kind(status.withCause(new ClosedChannelException()))).isEqualTo(Kind.LOST);
    assertThat(kind(status)).isEqualTo(Kind.FAILED);
    assertThat(kind(status.withCause(new IllegalStateException("x")))).isEqualTo(Kind.FAILED);
  }

  /** A connection may end after the reply's headers came, in the words of any transport. */
  @Test
  void unavailable_isOverloadOnlyWhereTheServerSaysSo() {
    Status status = Status.UNAVAILABLE.withDescription("io exception");
    assertThat(kind(status)).isEqualTo(Kind.LOST);
    assertThat(kind(status.withCause(new ClosedChannelException()))).isEqualTo(Kind.LOST);
    assertThat(Verdict.of(status, true).kind()).isEqualTo(Kind.OVERLOADED);
  }

  @ParameterizedTest
  @CsvSource({
    "413, TOO_LARGE",
    "429, OVERLOADED",
    "502, LOST",
    "503, OVERLOADED",
    "504, DEADLINE",
    "404, UNIMPLEMENTED",
    "403, FORBIDDEN",
    "418, FAILED"
  })
  void statusOfHttp_isUnderstood(String code, Kind kind) {
    Status status = Status.UNAVAILABLE.withDescription("HTTP status code " + code + "\ninvalid");
    assertThat(kind(status)).isEqualTo(kind);
  }

  private static Kind kind(Status status) {
    return Verdict.of(status, false).kind();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1n", "99999999, 99999999n", "100000000, 100000u", "30000000001, 30000001u",
    "99999999000000, 99999999m", "9223372036854775807, 99999999S", "0, 1n", "-5, 1n"
  })
  void timeout_hasTheFormOfTheWire(long nanos, String text) {
    assertThat(Attempt.timeout(nanos)).isEqualTo(text);
  }
}
