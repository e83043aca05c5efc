package dev.brisk.backend.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server on this machine that is no host with a port. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "gRPC has Unix sockets on Linux")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class UnixSocketTest {
  @TempDir Path folder;

  @Test
  void unixSocket_isAnAddress() throws IOException {
    Path socket = folder.resolve("socket");
    try (RemoteFixture fixture = new RemoteFixture();
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listening.bind(UnixDomainSocketAddress.of(socket));
      start(() -> accept(listening, fixture.server.port()));
      try (Executable executable =
          RemoteAccelerators.connect(
              "unix:" + socket, CompileOptions.defaults().with("grpc.model", "twice"))) {
        assertThat(RemoteFixture.isRight(executable, 3)).isTrue();
      }
    }
  }

  private static void accept(ServerSocketChannel listening, int port) {
    try {
      while (true) {
        SocketChannel client = listening.accept();
        SocketChannel server =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        start(() -> pass(client, server));
        start(() -> pass(server, client));
      }
    } catch (IOException e) {
      // The test has ended.
    }
  }

  private static void pass(SocketChannel from, SocketChannel to) {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    try (from;
        to) {
      while (from.read(bytes) >= 0) {
        bytes.flip();
        while (bytes.hasRemaining()) {
          to.write(bytes);
        }
        bytes.clear();
      }
    } catch (IOException e) {
      // The other side has ended.
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "test-socket");
    thread.setDaemon(true);
    thread.start();
  }
}
