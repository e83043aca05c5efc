package dev.brisk.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** What tells the builds of code apart, so that nothing is kept that another build made. */
public final class Code {
  private static final int BUFFER_BYTES = 1 << 16;

  private Code() {}

  /**
   * The version of the artifact that a class is from, and a checksum of its jar or folder: builds
   * under development share their version. Without the checksum where the files cannot be read.
   */
  public static String of(Class<?> type) {
    String version = type.getPackage().getImplementationVersion();
    String named = version == null ? "development" : version;
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return named;
    }
    try {
      return "%s %08x".formatted(named, checksum(Path.of(URI.create(source.getLocation() + ""))));
    } catch (IOException
        | UncheckedIOException
        | IllegalArgumentException
        | FileSystemNotFoundException e) {
      return named;
    }
  }

  private static long checksum(Path place) throws IOException {
    CRC32C checksum = new CRC32C();
    for (Path file : files(place)) {
      String name = place.relativize(file).toString();
      checksum.update(name.getBytes(StandardCharsets.UTF_8));
      add(checksum, file);
    }
    return checksum.getValue();
  }

  private static List<Path> files(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void add(CRC32C checksum, Path file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try (FileChannel channel = FileChannel.open(file)) {
      while (channel.read(buffer) >= 0) {
        checksum.update(buffer.flip());
        buffer.clear();
      }
    }
  }
}
