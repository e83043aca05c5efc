package dev.brisk.backend.remote.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A TCP proxy on the loopback that delays, slows, swallows or cuts what the server answers. */
public final class FaultyProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private volatile long delayMillis;
  private volatile boolean swallowing;
  private volatile long bytesLeft = Long.MAX_VALUE;
  private volatile long bytesUntilSwallowed = Long.MAX_VALUE;
  private volatile int piece = Integer.MAX_VALUE;

  private FaultyProxy(ServerSocket listening, int target) {
    this.listening = listening;
    this.target = target;
  }

  /** A proxy that passes everything to a port until it is told otherwise. */
  public static FaultyProxy to(int port) {
    try {
      FaultyProxy proxy =
          new FaultyProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
      start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its host and port. */
  public String address() {
    return "localhost:" + listening.getLocalPort();
  }

  /** Passes new connections to another port. */
  public void target(int port) {
    target = port;
  }

  /** Delays what the server sends. */
  public void delay(long millis) {
    delayMillis = millis;
  }

  /** Whether what the server sends is lost on the way, the connection staying open. */
  public void swallow(boolean on) {
    swallowing = on;
  }

  /** Passes only so many bytes of what the server sends in a millisecond. */
  public void throttle(int bytes) {
    piece = bytes;
  }

  /** Loses what the server sends after so many more bytes, the connections staying open. */
  public void swallowAfter(long bytes) {
    bytesUntilSwallowed = bytes;
  }

  /** Resets each connection once the server has sent so many more bytes. */
  public void cutAfter(long bytes) {
    bytesLeft = bytes;
  }

  /** Resets all connections now. */
  public void reset() {
    sockets.forEach(FaultyProxy::reset);
    sockets.clear();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        sockets.add(client);
        client.setTcpNoDelay(true);
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(server);
        server.setTcpNoDelay(true);
        start(() -> pass(client, server, false));
        start(() -> pass(server, client, true));
      } catch (IOException e) {
        reset();
      }
    }
  }

  private void pass(Socket from, Socket to, boolean faulty) {
    byte[] bytes = new byte[1 << 16];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        if (faulty && !passFaulty(bytes, count, out)) {
          break;
        } else if (!faulty) {
          out.write(bytes, 0, count);
        }
      }
    } catch (IOException | InterruptedException e) {
      // The connection has ended, which is what follows.
    }
    reset(from);
    reset(to);
  }

  private boolean passFaulty(byte[] bytes, int count, OutputStream out)
      throws IOException, InterruptedException {
    if (delayMillis > 0) {
      TimeUnit.MILLISECONDS.sleep(delayMillis);
    }
    if (swallowing) {
      return true;
    }
    long passed = Math.min(count, bytesUntilSwallowed);
    if (bytesUntilSwallowed != Long.MAX_VALUE) {
      bytesUntilSwallowed -= passed;
    }
    long left = bytesLeft;
    write(bytes, (int) Math.min(left, passed), out);
    if (left <= count) {
      return false;
    }
    bytesLeft = left == Long.MAX_VALUE ? left : left - count;
    return true;
  }

  private void write(byte[] bytes, int count, OutputStream out)
      throws IOException, InterruptedException {
    for (int at = 0; at < count; ) {
      int step = Math.min(piece, count - at);
      out.write(bytes, at, step);
      at += step;
      if (at < count || step == piece) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "test-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reset();
  }
}
