package dev.brisk.backend.remote;

import dev.brisk.InvalidInputException;
import io.grpc.Metadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A token in a file that others renew, read again when it is a few seconds old. Thread-safe. */
final class TokenFile {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final long FRESH = TimeUnit.SECONDS.toNanos(5);

  private final Path file;
  private String token = "";
  private long readAt;

  TokenFile(Path file) {
    this.file = file;
    read();
  }

  synchronized void addTo(Metadata headers) {
    if (System.nanoTime() - readAt > FRESH) {
      read();
    }
    headers.put(AUTHORIZATION, "Bearer " + token);
  }

  private void read() {
    try {
      token = Files.readString(file).strip();
      readAt = System.nanoTime();
    } catch (IOException e) {
      throw new InvalidInputException("The token file " + file + " cannot be read: " + e, e);
    }
  }
}
