package dev.brisk.backend.remote.call;

import dev.brisk.backend.remote.call.CallException.Kind;
import io.grpc.Status;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What to make of a status. The code alone does not tell: UNAVAILABLE stands for a lost connection,
 * for a full queue of the server, and for most of what a proxy answers in HTTP.
 */
final class Verdict {
  private static final String HTTP = "HTTP status code ";

  /** What the transport tells of a call that the other side gave up; a server that ends does. */
  private static final String RESET = "RST_STREAM";

  private Verdict() {}

  /**
   * The failure that a status other than OK is.
   *
   * @param told whether the server sent it; the transport makes statuses, too
   */
  static CallException of(Status status, boolean told) {
    String text = Objects.requireNonNullElse(status.getDescription(), "");
    Kind kind = text.startsWith(RESET) || isOwn(status) ? Kind.LOST : http(text);
    if (kind == null || status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
      kind = kind(status.getCode(), text, told);
    }
    String sentence = status.getCode() + (text.isEmpty() ? "" : ": " + text.replace('\n', ' '));
    Throwable cause = status.getCause();
    if (cause != null && cause.getMessage() != null) {
      sentence += " (" + cause.getMessage().replace('\n', ' ') + ")";
    }
    return new CallException(kind, sentence, cause);
  }

  /** What the transport could not name: a status that came over the wire has no cause. */
  private static boolean isOwn(Status status) {
    return status.getCode() == Status.Code.UNKNOWN && status.getCause() instanceof IOException;
  }

  private static Kind kind(Status.Code code, String text, boolean told) {
    return switch (code) {
      case DEADLINE_EXCEEDED -> Kind.DEADLINE;
      case UNAVAILABLE -> told && !isLostBehind(text) ? Kind.OVERLOADED : Kind.LOST;
      case RESOURCE_EXHAUSTED -> isTooLarge(text) ? Kind.TOO_LARGE : Kind.OVERLOADED;
      case UNIMPLEMENTED -> Kind.UNIMPLEMENTED;
      case NOT_FOUND -> Kind.NOT_FOUND;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> Kind.INVALID;
      case UNAUTHENTICATED, PERMISSION_DENIED -> Kind.FORBIDDEN;
      default -> Kind.FAILED;
    };
  }

  /** A proxy that speaks gRPC tells that it lost the server in its own words. */
  private static boolean isLostBehind(String text) {
    return text.contains("upstream connect error")
        || text.contains("failed to connect")
        || text.contains("connection termination");
  }

  private static boolean isTooLarge(String text) {
    return text.contains("exceeds maximum size") || text.contains("larger than max");
  }

  /** What a proxy that does not speak gRPC means; null if it is not one. */
  private static @Nullable Kind http(String text) {
    if (!text.startsWith(HTTP)) {
      return null;
    }
    int end = Math.min(text.length(), HTTP.length() + 3);
    return switch (text.substring(HTTP.length(), end)) {
      case "413" -> Kind.TOO_LARGE;
      case "429", "503" -> Kind.OVERLOADED;
      case "502" -> Kind.LOST;
      case "504", "408" -> Kind.DEADLINE;
      case "401", "403" -> Kind.FORBIDDEN;
      case "404" -> Kind.UNIMPLEMENTED;
      default -> Kind.FAILED;
    };
  }
}
