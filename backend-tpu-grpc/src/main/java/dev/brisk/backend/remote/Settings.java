package dev.brisk.backend.remote;

import dev.brisk.CompileOptions;
import dev.brisk.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The settings given, by name, and what they mean. */
final class Settings {
  static final String TARGET = "grpc.target";
  static final String MODEL = "grpc.model";
  static final String VERSION = "grpc.version";
  static final String SIGNATURE = "grpc.signature";
  static final String DEADLINE = "grpc.deadline";
  static final String ATTEMPTS = "grpc.attempts";
  static final String IN_FLIGHT = "grpc.in-flight";
  static final String CONNECTIONS = "grpc.connections";
  static final String HEDGE = "grpc.hedge";
  static final String MESSAGE_SIZE = "grpc.message-size";
  static final String KEEPALIVE = "grpc.keepalive";
  static final String BALANCING = "grpc.balancing";
  static final String BATCH_SIZES = "grpc.batch-sizes";
  static final String PRIORITY = "grpc.priority";
  static final String PUSH = "grpc.push";
  static final String REPOSITORY = "grpc.repository";
  static final String TLS = "grpc.tls";
  static final String AUTHORITIES = "grpc.tls.authorities";
  static final String CERTIFICATE = "grpc.tls.certificate";
  static final String KEY = "grpc.tls.key";
  static final String AUTHORITY = "grpc.tls.authority";
  static final String TOKEN_FILE = "grpc.token-file";

  /** Begins the name of a setting that goes into each request's headers. */
  static final String HEADER = "grpc.header.";

  /** Begins the name of a setting that tells what the server calls an input or output. */
  static final String NAME = "grpc.name.";

  private static final Set<String> KNOWN =
      Collections.unmodifiableSet(
          new TreeSet<>(
              Set.of(
                  TARGET,
                  MODEL,
                  VERSION,
                  SIGNATURE,
                  DEADLINE,
                  ATTEMPTS,
                  IN_FLIGHT,
                  CONNECTIONS,
                  HEDGE,
                  MESSAGE_SIZE,
                  KEEPALIVE,
                  BALANCING,
                  BATCH_SIZES,
                  PRIORITY,
                  PUSH,
                  REPOSITORY,
                  TLS,
                  AUTHORITIES,
                  CERTIFICATE,
                  KEY,
                  AUTHORITY,
                  TOKEN_FILE)));

  private final Map<String, String> given;

  /** The settings of options, over those that an accelerator has. */
  Settings(Map<String, String> defaults, CompileOptions options) {
    Map<String, String> all = new TreeMap<>(defaults);
    all.putAll(options.settings());
    for (String name : all.keySet()) {
      if (!KNOWN.contains(name) && !name.startsWith(HEADER) && !name.startsWith(NAME)) {
        throw new InvalidInputException(
            "There is no setting '%s'; those of accelerators behind gRPC are %s, %s* and %s*"
                .formatted(name, String.join(", ", KNOWN), HEADER, NAME));
      }
    }
    this.given = Collections.unmodifiableMap(all);
  }

  /** The settings whose names begin so, without that beginning. */
  Map<String, String> startingWith(String prefix) {
    Map<String, String> found = new TreeMap<>();
    given.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), value);
          }
        });
    return found;
  }

  @Nullable String get(String name) {
    return given.get(name);
  }

  String text(String name, String fallback) {
    return given.getOrDefault(name, fallback);
  }

  boolean flag(String name) {
    String value = text(name, "false");
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(name, "true or false", value);
    };
  }

  int number(String name, int least, int most, int fallback) {
    String value = get(name);
    if (value == null) {
      return fallback;
    }
    if (value.matches("\\d{1,10}")) {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return (int) number;
      }
    }
    throw wrong(name, "a number from " + least + " to " + most, value);
  }

  @Nullable Path file(String name) {
    String value = get(name);
    return value == null ? null : Path.of(value);
  }

  /** A time such as {@code 250ms} or {@code 1.5s}, of at least the given one. */
  Duration time(String name, Duration least, Duration fallback) {
    String value = get(name);
    if (value == null) {
      return fallback;
    }
    if (value.matches("\\d{1,9}(\\.\\d{1,6})?(us|ms|s)")) {
      int unit = value.endsWith("us") || value.endsWith("ms") ? 2 : 1;
      double number = Double.parseDouble(value.substring(0, value.length() - unit));
      double nanos = number * (value.endsWith("us") ? 1e3 : value.endsWith("ms") ? 1e6 : 1e9);
      Duration time = Duration.ofNanos(Math.round(nanos));
      if (time.compareTo(least) >= 0) {
        return time;
      }
    }
    String bound = least.toMillis() == 0 ? "1us" : least.toMillis() + "ms";
    throw wrong(name, "a time of at least " + bound + ", such as 250ms or 90s", value);
  }

  static InvalidInputException wrong(String name, String allowed, String value) {
    return new InvalidInputException(
        "Setting '%s' must be %s, but is '%s'".formatted(name, allowed, value));
  }
}
