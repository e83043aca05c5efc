package dev.brisk.backend.remote.call;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is protected.
 *
 * @param tls whether it is
 * @param authorities a PEM file with the certificates to trust; null for the JVM's own
 * @param certificate a PEM file with this client's certificate; null for none
 * @param key a PEM file with that certificate's private key; null for none
 * @param authority the name that the server's certificate must have; null for the host's
 */
public record Security(
    boolean tls,
    @Nullable Path authorities,
    @Nullable Path certificate,
    @Nullable Path key,
    @Nullable String authority) {
  /** None. */
  public static final Security NONE = new Security(false, null, null, null, null);

  /** The transport's credentials, made of the files as they are now. */
  ChannelCredentials credentials() throws IOException {
    if (!tls) {
      return InsecureChannelCredentials.create();
    }
    TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
    if (authorities != null) {
      builder.trustManager(authorities.toFile());
    }
    if (certificate != null && key != null) {
      builder.keyManager(certificate.toFile(), key.toFile());
    }
    return builder.build();
  }
}
