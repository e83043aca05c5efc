package dev.brisk.backend.remote.testing;

import io.grpc.BindableService;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A gRPC server on the loopback. */
public final class TestServer implements AutoCloseable {
  private final Server server;
  private final ExecutorService threads;

  private TestServer(Server server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /** Starts a server at a port, 0 for any. */
  public static TestServer start(int port, BindableService... services) {
    return start(port, InsecureServerCredentials.create(), List.of(), services);
  }

  /** Starts a server of a service, at any port. */
  public static TestServer start(ServerServiceDefinition service) {
    return start(0, () -> service);
  }

  /** Starts a server whose calls go through interceptors. */
  public static TestServer start(
      int port,
      ServerCredentials credentials,
      List<ServerInterceptor> interceptors,
      BindableService... services) {
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "test-server");
              thread.setDaemon(true);
              return thread;
            });
    ServerBuilder<?> builder =
        Grpc.newServerBuilderForPort(port, credentials)
            .executor(threads)
            .maxInboundMessageSize(Integer.MAX_VALUE);
    for (BindableService service : services) {
      builder.addService(ServerInterceptors.intercept(service, interceptors));
    }
    try {
      return new TestServer(builder.build().start(), threads);
    } catch (IOException e) {
      threads.shutdownNow();
      throw new UncheckedIOException(e);
    }
  }

  /** Its port. */
  public int port() {
    return ((InetSocketAddress) server.getListenSockets().get(0)).getPort();
  }

  /** Its host and port. */
  public String address() {
    return "localhost:" + port();
  }

  /** Ends it at once, whatever is in flight. */
  @Override
  public void close() {
    try {
      server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }
}
