package dev.brisk.backend.remote;

import dev.brisk.InvalidInputException;
import dev.brisk.backend.remote.call.Endpoint;
import dev.brisk.backend.remote.call.Limits;
import dev.brisk.backend.remote.call.Security;
import dev.brisk.backend.remote.protocol.ModelName;
import io.grpc.Metadata;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the settings say of the way to the server: which model, where, and with which limits. */
final class Connection {
  private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);
  private static final Duration SHORTEST = Duration.ofNanos(1_000);

  /** Servers that were not told otherwise take more frequent probes for an attack. */
  private static final Duration SHORTEST_KEEPALIVE = Duration.ofSeconds(60);

  private final Settings settings;
  private final Target target;
  private final Limits limits;
  private final Security security;
  private final Supplier<Metadata> headers;

  Connection(Settings settings) {
    this.settings = settings;
    String address = settings.get(Settings.TARGET);
    if (address == null) {
      throw new InvalidInputException(
          "Nothing says where the model is served; set '%s' to grpc://host:port/model"
              .formatted(Settings.TARGET));
    }
    this.target = Target.of(address);
    this.limits = limits(settings);
    this.security = security(settings, target);
    this.headers = headers(settings, security);
  }

  private static Limits limits(Settings settings) {
    return new Limits(
        settings.time(Settings.DEADLINE, SHORTEST, DEFAULT_DEADLINE),
        settings.number(Settings.ATTEMPTS, 1, 10, 3),
        settings.number(Settings.IN_FLIGHT, 1, 100_000, 64),
        hedge(settings));
  }

  private static @Nullable Duration hedge(Settings settings) {
    return switch (settings.text(Settings.HEDGE, "off")) {
      case "off" -> null;
      case "p95" -> Duration.ZERO;
      default -> settings.time(Settings.HEDGE, SHORTEST, Duration.ZERO);
    };
  }

  private static Security security(Settings settings, Target target) {
    Path authorities = settings.file(Settings.AUTHORITIES);
    Path certificate = settings.file(Settings.CERTIFICATE);
    Path key = settings.file(Settings.KEY);
    boolean tls = target.secure() || settings.flag(Settings.TLS);
    if ((certificate == null) != (key == null)) {
      throw new InvalidInputException(
          "Settings '%s' and '%s' go together, but only one is given"
              .formatted(Settings.CERTIFICATE, Settings.KEY));
    }
    if (!tls && (authorities != null || certificate != null)) {
      throw new InvalidInputException(
          "Certificates are given, but the address %s does not ask for TLS; write grpcs://, or set"
                  .formatted(target.hosts())
              + " '%s' to true".formatted(Settings.TLS));
    }
    if (!tls) {
      return Security.NONE;
    }
    return new Security(true, authorities, certificate, key, settings.get(Settings.AUTHORITY));
  }

  private static Supplier<Metadata> headers(Settings settings, Security security) {
    Map<Metadata.Key<String>, String> fixed = new TreeMap<>(KEY_ORDER);
    settings
        .startingWith(Settings.HEADER)
        .forEach(
            (name, value) -> {
              try {
                fixed.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
              } catch (IllegalArgumentException e) {
                throw Settings.wrong(Settings.HEADER + name, "the name of a text header", name);
              }
            });
    Path file = settings.file(Settings.TOKEN_FILE);
    if (file != null && !security.tls()) {
      throw new InvalidInputException(
          "Setting '%s' would send a token that everyone on the way can read; use TLS"
              .formatted(Settings.TOKEN_FILE));
    }
    TokenFile token = file == null ? null : new TokenFile(file);
    return () -> {
      Metadata metadata = new Metadata();
      fixed.forEach(metadata::put);
      if (token != null) {
        token.addTo(metadata);
      }
      return metadata;
    };
  }

  private static final Comparator<Metadata.Key<String>> KEY_ORDER =
      Comparator.comparing(Metadata.Key::name);

  /** The model asked for; called so where neither address nor settings name it. */
  ModelName model(String fallback) {
    String name =
        target.model().isEmpty() ? settings.text(Settings.MODEL, fallback) : target.model();
    if (name.isEmpty()) {
      throw new InvalidInputException(
          "Nothing names the model; write it in the address, grpc://host:port/model, or set '%s'"
              .formatted(Settings.MODEL));
    }
    String version =
        target.version().isEmpty() ? settings.text(Settings.VERSION, "") : target.version();
    return new ModelName(name, version, settings.text(Settings.SIGNATURE, ""));
  }

  /** What the transport resolves, one for each host. */
  List<String> hosts() {
    return target.hosts();
  }

  /** An endpoint at hosts, to be closed. */
  Endpoint open(List<String> hosts) {
    String balancing = settings.text(Settings.BALANCING, "pick_first");
    if (!balancing.matches("pick_first|round_robin")) {
      throw Settings.wrong(Settings.BALANCING, "pick_first or round_robin", balancing);
    }
    Duration keepalive =
        settings.text(Settings.KEEPALIVE, "off").equals("off")
            ? null
            : settings.time(Settings.KEEPALIVE, SHORTEST_KEEPALIVE, SHORTEST_KEEPALIVE);
    int connections = settings.number(Settings.CONNECTIONS, 1, 64, 1);
    try {
      return new Endpoint(
          new Endpoint.Route(hosts, connections, security, balancing, keepalive), limits, headers);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      String advice =
          hosts.get(0).startsWith("xds:")
              ? "; addresses of xDS need io.grpc:grpc-xds on the class path and its bootstrap file"
              : "";
      throw new InvalidInputException(
          "No connection to %s can be made: %s%s".formatted(hosts, e.getMessage(), advice), e);
    }
  }

  /** The settings in force, by name; no secrets. */
  Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    values.put(Settings.TARGET, settings.text(Settings.TARGET, ""));
    values.put(Settings.DEADLINE, limits.deadline().toNanos() / 1_000 + "us");
    values.put(Settings.ATTEMPTS, Integer.toString(limits.attempts()));
    values.put(Settings.IN_FLIGHT, Integer.toString(limits.inFlight()));
    values.put(Settings.HEDGE, settings.text(Settings.HEDGE, "off"));
    values.put(Settings.TLS, Boolean.toString(security.tls()));
    return values;
  }
}
