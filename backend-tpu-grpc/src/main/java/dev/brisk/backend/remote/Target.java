package dev.brisk.backend.remote;

import dev.brisk.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a model is.
 *
 * @param hosts what the transport resolves, one for each host
 * @param secure whether the address asks for TLS
 * @param model the model's name; empty if the address tells none
 * @param version the model's version; empty if the address tells none
 */
record Target(List<String> hosts, boolean secure, String model, String version) {
  private static final String PLAIN = "grpc://";
  private static final String SECURE = "grpcs://";

  /** What a scheme begins; a lone host with a port looks like one, too. */
  private static final String RESOLVED =
      "(dns|ipv4|ipv6|unix|unix-abstract):.+|[a-z][a-z0-9+.-]*://.+";

  private static final String FORMS =
      "grpc://host:port/model, grpc://host:port,other:port/model/version, grpcs:// for TLS, or what"
          + " gRPC resolves, such as dns:///name:port or unix:/path";

  Target {
    hosts = List.copyOf(hosts);
  }

  /**
   * Reads an address.
   *
   * @throws InvalidInputException if it has none of the forms
   */
  static Target of(String text) {
    if (text.startsWith(PLAIN)) {
      return ours(text, text.substring(PLAIN.length()), false);
    } else if (text.startsWith(SECURE)) {
      return ours(text, text.substring(SECURE.length()), true);
    } else if (text.matches(RESOLVED)) {
      return new Target(List.of(text), false, "", "");
    }
    throw wrong(text, "");
  }

  private static Target ours(String text, String rest, boolean secure) {
    String[] parts = rest.split("/", -1);
    if (parts.length > 3) {
      throw wrong(text, "");
    }
    List<String> hosts = new ArrayList<>();
    for (String host : parts[0].split(",", -1)) {
      if (!host.matches("(\\[[0-9a-fA-F:.]+\\]|[^:\\s\\[\\]]+):\\d{1,5}")) {
        throw wrong(
            text,
            "; '%s' is no host with a port, such as tpu-1:8500 (the usual one of TensorFlow Serving; 8001 is Triton's)"
                .formatted(host));
      }
      hosts.add("dns:///" + host);
    }
    return new Target(
        hosts, secure, parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "");
  }

  private static InvalidInputException wrong(String text, String why) {
    return new InvalidInputException(
        "The address of a served model must be %s, but is '%s'%s".formatted(FORMS, text, why));
  }
}
