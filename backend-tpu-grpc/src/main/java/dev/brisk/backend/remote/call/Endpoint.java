package dev.brisk.backend.remote.call;

import dev.brisk.backend.remote.call.CallException.Kind;
import dev.brisk.backend.remote.wire.MessageWriter;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One or more hosts that serve the same, behind one call. Thread-safe.
 *
 * <p>A call waits for its turn no longer than its time allows, is not sent when the time left is
 * less than any call of late took, and ends when its time does, whatever the server does.
 */
public final class Endpoint implements AutoCloseable {
  /** The share of calls that may be sent again, and that may be sent twice for speed. */
  private static final double EXTRA_SHARE = 0.1;

  private static final double HEDGE_SHARE = 0.05;

  /** The least time for a call that makes ready, which may find no connection yet. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

  private final List<Channels.Key> keys = new ArrayList<>();
  private final List<Host> hosts = new ArrayList<>();
  private final Limits limits;
  private final Supplier<Metadata> headers;
  private final Semaphore turns;
  private final AtomicInteger turn = new AtomicInteger();
  final Latencies latencies = new Latencies();
  final Bucket retries = new Bucket(10, EXTRA_SHARE);
  final Bucket hedges = new Bucket(10, HEDGE_SHARE);
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong calls = new AtomicLong();

  /**
   * How the hosts are reached.
   *
   * @param targets what the transport resolves, one for each host
   * @param connections to each host
   * @param balancing the transport's policy for a name with several addresses
   */
  public record Route(
      List<String> targets,
      int connections,
      Security security,
      String balancing,
      @Nullable Duration keepalive) {}

  /** An endpoint on shared connections, which are released on close. */
  public Endpoint(Route route, Limits limits, Supplier<Metadata> headers) {
    this.limits = limits;
    this.headers = headers;
    this.turns = new Semaphore(limits.inFlight() * route.targets().size());
    for (String target : route.targets()) {
      List<ManagedChannel> channels = new ArrayList<>();
      for (int i = 0; i < route.connections(); i++) {
        Channels.Key key =
            new Channels.Key(target, i, route.security(), route.balancing(), route.keepalive());
        channels.add(Channels.acquire(key));
        keys.add(key);
      }
      hosts.add(new Host(target, channels));
    }
  }

  /** The limits of its calls. */
  public Limits limits() {
    return limits;
  }

  /** How many requests were sent, repeated and hedged ones included. */
  public long sent() {
    return sent.get();
  }

  /** How many calls were made. */
  public long calls() {
    return calls.get();
  }

  /** The end of a call that begins now, as {@link System#nanoTime} counts. */
  public long deadline() {
    long nanos = limits.deadline().toNanos();
    Deadline around = Context.current().getDeadline();
    if (around != null) {
      nanos = Math.min(nanos, around.timeRemaining(TimeUnit.NANOSECONDS));
    }
    return System.nanoTime() + nanos;
  }

  /**
   * Calls a method that makes ready for others, with the time that takes at most.
   *
   * @param replyLimit the most bytes that the reply may have
   */
  public Reply call(
      MethodDescriptor<MessageWriter, Reply> method, MessageWriter message, int replyLimit)
      throws CallException {
    try (Request request = new Request(message, () -> {})) {
      long patience = Math.max(PATIENCE, limits.deadline().toNanos());
      return call(method, request, replyLimit, System.nanoTime() + patience);
    }
  }

  /** Calls a method; the reply is the caller's to close. */
  public Reply call(
      MethodDescriptor<MessageWriter, Reply> method, Request request, int replyLimit, long deadline)
      throws CallException {
    calls.incrementAndGet();
    retries.call();
    hedges.call();
    admit(deadline);
    try {
      return new Exchange(this, method, request, replyLimit, deadline).reply();
    } finally {
      turns.release();
    }
  }

  private void admit(long deadline) throws CallException {
    long left = deadline - System.nanoTime();
    if (!turns.tryAcquire()) {
      refuseHopeless(left);
      try {
        if (!turns.tryAcquire(left, TimeUnit.NANOSECONDS)) {
          throw new CallException(
              Kind.OVERLOADED,
              "%d calls were in flight all the time, so it was not sent".formatted(capacity()),
              null);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CallException(Kind.INTERRUPTED, "interrupted before it was sent", e);
      }
    }
    left = deadline - System.nanoTime();
    long least = latencies.quantile(0, 0);
    if (left <= 0 || left < least) {
      turns.release();
      throw new CallException(
          Kind.DEADLINE,
          "%s were left, less than any of the latest calls took, so it was not sent"
              .formatted(Times.text(Math.max(0, left))),
          null);
    }
  }

  /** Refuses at once what could not be done in time behind those that wait already. */
  private void refuseHopeless(long left) throws CallException {
    long median = latencies.quantile(0.5, 0);
    long rounds = turns.getQueueLength() / capacity() + 1L;
    if (median > 0 && rounds * median > left - latencies.quantile(0, 0)) {
      throw new CallException(
          Kind.OVERLOADED,
          "%d calls are in flight and %d wait, too many for the %s left, so it was not sent"
              .formatted(capacity(), turns.getQueueLength(), Times.text(left)),
          null);
    }
  }

  private int capacity() {
    return limits.inFlight() * hosts.size();
  }

  /** Sends a request to the best host that is not in use for it yet; null if there is none. */
  @Nullable Attempt send(
      List<Attempt> live,
      @Nullable Host avoid,
      MethodDescriptor<MessageWriter, Reply> method,
      Request request,
      int replyLimit,
      long left) {
    Host host = pick(live, avoid);
    if (host == null) {
      return null;
    }
    sent.incrementAndGet();
    return Attempt.send(host, method, request, headers.get(), left, replyLimit);
  }

  /** Whether a second host could take a request of which one has it. */
  boolean hasOther(Host host) {
    long now = System.nanoTime();
    return hosts.stream().anyMatch(other -> other != host && other.isWorthACall(now));
  }

  /** The one with the fewest calls in flight of those worth one, by turns where several have. */
  private @Nullable Host pick(List<Attempt> live, @Nullable Host avoid) {
    if (hosts.size() == 1) {
      return live.isEmpty() ? hosts.get(0) : null;
    }
    long now = System.nanoTime();
    int first = Math.floorMod(turn.getAndIncrement(), hosts.size());
    Host best = null;
    Host spare = null;
    for (int i = 0; i < hosts.size(); i++) {
      Host host = hosts.get((first + i) % hosts.size());
      if (live.stream().anyMatch(attempt -> attempt.host() == host)) {
        continue;
      }
      if (host == avoid || !host.isWorthACall(now)) {
        spare = spare == null || spare == avoid ? host : spare;
      } else if (best == null || host.inFlight() < best.inFlight()) {
        best = host;
      }
    }
    return best != null ? best : live.isEmpty() ? spare : null;
  }

  /** The hosts, with commas between them. */
  @Override
  public String toString() {
    return String.join(", ", hosts.stream().map(Host::name).toList());
  }

  /** Gives the connections back; what is in flight fails. To be called once. */
  @Override
  public void close() {
    keys.forEach(Channels::release);
  }
}
