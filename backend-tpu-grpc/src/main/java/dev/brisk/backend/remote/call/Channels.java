package dev.brisk.backend.remote.call;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connections of the process: shared by all who ask for the same, closed after the last. */
final class Channels {
  private static final Map<Key, Shared> OPEN = new HashMap<>();

  private Channels() {}

  /**
   * What makes two connections the same.
   *
   * @param target what the transport resolves, such as {@code dns:///host:8500}
   * @param number tells several connections to one target apart
   * @param balancing the policy by which one channel spreads its calls over a name's addresses
   * @param keepalive the time without traffic after which the server is probed; null for never
   */
  record Key(
      String target,
      int number,
      Security security,
      String balancing,
      @Nullable Duration keepalive) {}

  /** A connection, opened when it is first used; to be {@link #release released}. */
  static ManagedChannel acquire(Key key) {
    synchronized (OPEN) {
      Shared shared = OPEN.get(key);
      if (shared == null) {
        shared = new Shared(open(key));
        OPEN.put(key, shared);
      }
      shared.users++;
      return shared.channel;
    }
  }

  static void release(Key key) {
    ManagedChannel last = null;
    synchronized (OPEN) {
      Shared shared = OPEN.get(key);
      if (shared != null && --shared.users == 0) {
        OPEN.remove(key);
        last = shared.channel;
      }
    }
    if (last != null) {
      last.shutdownNow();
    }
  }

  /** How many connections are open in the process. */
  static int count() {
    synchronized (OPEN) {
      return OPEN.size();
    }
  }

  private static ManagedChannel open(Key key) {
    ManagedChannelBuilder<?> builder;
    try {
      builder = Grpc.newChannelBuilder(key.target, key.security.credentials());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // What comes in is only noted, so it need not leave the transport's threads. Calls are
    // repeated from the caller's tensors, so nothing is kept for replay.
    builder
        .directExecutor()
        .disableRetry()
        .defaultLoadBalancingPolicy(key.balancing)
        .maxInboundMessageSize(Integer.MAX_VALUE)
        .userAgent("brisk");
    if (key.security.authority() != null) {
      builder.overrideAuthority(key.security.authority());
    }
    if (key.keepalive != null) {
      builder.keepAliveTime(key.keepalive.toNanos(), TimeUnit.NANOSECONDS);
    }
    return builder.build();
  }

  private static final class Shared {
    final ManagedChannel channel;
    int users;

    Shared(ManagedChannel channel) {
      this.channel = channel;
    }
  }
}
