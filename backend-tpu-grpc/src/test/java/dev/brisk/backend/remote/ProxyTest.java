package dev.brisk.backend.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.Executable;
import dev.brisk.RunFailedException;
import dev.brisk.Tensor;
import dev.brisk.backend.remote.testing.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What nginx and HAProxy do to calls that go through them; aborted where they are not installed.
 * Runs carry a header that tells nginx which fault to make.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class ProxyTest {
  private static final List<String> NGINX = List.of("nginx", "/usr/sbin/nginx");
  private static final List<String> HAPROXY = List.of("haproxy", "/usr/sbin/haproxy");

  private static final String NGINX_CONFIGURATION =
      """
      daemon off;
      master_process off;
      pid nginx.pid;
      error_log stderr crit;
      events {}
      http {
        access_log off;
        client_body_temp_path bodies;
        proxy_temp_path proxied;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        server {
          listen 127.0.0.1:PORT http2;
          keepalive_requests 7;
          client_max_body_size 100k;
          location / {
            if ($http_x_fault = "429") { return 429; }
            if ($http_x_fault = "404") { return 404; }
            grpc_read_timeout 1s;
            grpc_pass grpc://127.0.0.1:SERVER;
          }
        }
      }
      """;

  private static final String HAPROXY_CONFIGURATION =
      """
      defaults
        mode http
        timeout connect 2s
        timeout client 60s
        timeout server 1s
      listen proxy
        bind 127.0.0.1:PORT proto h2
        server one 127.0.0.1:SERVER proto h2
      """;

  @TempDir Path folder;

  private record Proxy(Program program, String address) implements AutoCloseable {
    @Override
    public void close() {
      program.close();
    }
  }

  private Proxy nginx(int server) throws Exception {
    String nginx = Program.orAbort("nginx", NGINX, "-v");
    int port = freePort();
    Path file = write("nginx.conf", NGINX_CONFIGURATION, port, server);
    return started(
        Program.start(nginx, "-p", folder.toString(), "-e", "stderr", "-c", file.toString()), port);
  }

  private Proxy haproxy(String configuration, int server, int port) throws Exception {
    String haproxy = Program.orAbort("HAProxy", HAPROXY, "-v");
    Path file = write("haproxy.cfg", configuration, port, server);
    return started(Program.start(haproxy, "-db", "-q", "-f", file.toString()), port);
  }

  private Path write(String name, String configuration, int port, int server) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        configuration.replace("PORT", "" + port).replace("SERVER", "" + server));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Proxy started(Program program, int port) throws InterruptedException {
    for (int i = 0; i < 2000; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return new Proxy(program, "127.0.0.1:" + socket.getPort());
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
    program.close();
    throw new IllegalStateException("the proxy does not listen");
  }

  @Test
  void nginx_sayingTooLarge_isNotRetried() throws Exception {
    try (RemoteFixture fixture = new RemoteFixture();
        Proxy proxy = nginx(fixture.server.port());
        Executable executable = RemoteFixture.connect(proxy.address())) {
      assertThat(RemoteFixture.isRight(executable, 1)).isTrue();
      assertThatThrownBy(() -> executable.run(Tensor.of(new float[50_000], 50_000)))
          .isInstanceOf(RunFailedException.class)
          .hasMessageContaining("413");
      assertThat(fixture.runs).hasValue(1);
    }
  }

  @Test
  void nginx_outOfPatience_isDeadline_andNotRetried() throws Exception {
    try (RemoteFixture fixture = new RemoteFixture();
        Proxy proxy = nginx(fixture.server.port());
        Executable executable = RemoteFixture.connect(proxy.address())) {
      fixture.serve("twice", RemoteFixture.slow(3_000));
      assertThatThrownBy(() -> RemoteFixture.isRight(executable, 1))
          .isInstanceOf(DeadlineException.class)
          .hasMessageContaining("504");
      assertThat(fixture.runs).hasValue(1);
    }
  }

  @Test
  void nginx_withoutServer_isLostConnection_andComesBack() throws Exception {
    RemoteFixture fixture = new RemoteFixture();
    int port = fixture.server.port();
    try (Proxy proxy = nginx(port);
        Executable executable = RemoteFixture.connect(proxy.address())) {
      fixture.close();
      assertThatThrownBy(() -> RemoteFixture.isRight(executable, 1))
          .isInstanceOf(ConnectionLostException.class)
          .hasMessageContaining("502");
      fixture.start(port);
      awaitRight(executable);
    } finally {
      fixture.close();
    }
  }

  private static void awaitRight(Executable executable) throws InterruptedException {
    boolean back = false;
    for (int i = 0; i < 1000 && !back; i++) {
      try {
        back = RemoteFixture.isRight(executable, i);
      } catch (ConnectionLostException | OverloadException e) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    assertThat(back).isTrue();
  }

  @Test
  void nginx_limitingRates_isOverload_andNotRetried() throws Exception {
    try (RemoteFixture fixture = new RemoteFixture();
        Proxy proxy = nginx(fixture.server.port())) {
      assertThatThrownBy(
              () -> RemoteFixture.connect(proxy.address(), "grpc.header.x-fault", "429").close())
          .isInstanceOf(OverloadException.class)
          .hasMessageContaining("429");
      assertThat(fixture.runs).hasValue(0);
    }
  }

  @Test
  void nginx_withoutTheService_isNotTakenForAServerOfEitherProtocol() throws Exception {
    try (RemoteFixture fixture = new RemoteFixture();
        Proxy proxy = nginx(fixture.server.port())) {
      assertThatThrownBy(
              () -> RemoteFixture.connect(proxy.address(), "grpc.header.x-fault", "404").close())
          .isInstanceOf(dev.brisk.UnavailableException.class)
          .hasMessageContaining("neither");
    }
  }

  /** nginx ends its connections after seven calls each, which it tells by GOAWAY. */
  @Test
  void nginx_endingConnections_losesNothing() throws Exception {
    try (RemoteFixture fixture = new RemoteFixture();
        Proxy proxy = nginx(fixture.server.port());
        Executable executable = RemoteFixture.connect(proxy.address(), "grpc.attempts", "5")) {
      int before = fixture.runs.get();
      assertThat(allRight(executable, 300)).isTrue();
      assertThat(fixture.runs).hasValueGreaterThanOrEqualTo(before + 300);
    }
  }

  private static boolean allRight(Executable executable, int calls) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Future<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      int value = i;
      all.add(pool.submit(() -> RemoteFixture.isRight(executable, value)));
    }
    boolean right = true;
    for (Future<Boolean> one : all) {
      right &= one.get();
    }
    pool.shutdown();
    return right;
  }

  @Test
  void haproxy_outOfPatience_isDeadline_andNotRetried() throws Exception {
    try (RemoteFixture fixture = new RemoteFixture();
        Proxy proxy = haproxy(HAPROXY_CONFIGURATION, fixture.server.port(), freePort());
        Executable executable = RemoteFixture.connect(proxy.address())) {
      assertThat(RemoteFixture.isRight(executable, 1)).isTrue();
      fixture.serve("twice", RemoteFixture.slow(3_000));
      assertThatThrownBy(() -> RemoteFixture.isRight(executable, 1))
          .isInstanceOf(DeadlineException.class)
          .hasMessageContaining("504");
      assertThat(fixture.runs).hasValue(2);
    }
  }

  /** It says 503, as servers do that have too much to do. */
  @Test
  void haproxy_withoutServer_isOverload_andComesBack() throws Exception {
    RemoteFixture fixture = new RemoteFixture();
    int port = fixture.server.port();
    try (Proxy proxy = haproxy(HAPROXY_CONFIGURATION, port, freePort());
        Executable executable = RemoteFixture.connect(proxy.address())) {
      fixture.close();
      assertThatThrownBy(() -> RemoteFixture.isRight(executable, 1))
          .isInstanceOf(OverloadException.class)
          .hasMessageContaining("503");
      fixture.start(port);
      awaitRight(executable);
    } finally {
      fixture.close();
    }
  }

  @Test
  void haproxy_killedAndRestartedUnderLoad_losesNothing() throws Exception {
    String tcp = HAPROXY_CONFIGURATION.replace("mode http", "mode tcp").replace(" proto h2", "");
    int port = freePort();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (RemoteFixture behind = new RemoteFixture();
        RemoteFixture beside = new RemoteFixture()) {
      Proxy proxy = haproxy(tcp, behind.server.port(), port);
      String hosts = proxy.address() + "," + beside.address();
      try (Executable executable = RemoteFixture.connect(hosts, "grpc.attempts", "5")) {
        AtomicBoolean ending = new AtomicBoolean();
        AtomicInteger done = new AtomicInteger();
        List<Future<Boolean>> workers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          int first = 1_000_000 * i;
          workers.add(pool.submit(() -> work(executable, first, ending, done)));
        }
        for (int i = 0; i < 3; i++) {
          await(done, done.get() + 200);
          proxy.close();
          await(done, done.get() + 200);
          proxy = haproxy(tcp, behind.server.port(), port);
        }
        ending.set(true);
        for (Future<Boolean> worker : workers) {
          assertThat(worker.get(60, TimeUnit.SECONDS)).isTrue();
        }
      } finally {
        proxy.close();
        pool.shutdown();
      }
    }
  }

  private static boolean work(
      Executable executable, int first, AtomicBoolean ending, AtomicInteger done) {
    boolean right = true;
    for (int i = 0; !ending.get(); i++) {
      right &= RemoteFixture.isRight(executable, first + i);
      done.incrementAndGet();
    }
    return right;
  }

  private static void await(AtomicInteger done, int count) throws InterruptedException {
    for (int i = 0; i < 6000 && done.get() < count; i++) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
