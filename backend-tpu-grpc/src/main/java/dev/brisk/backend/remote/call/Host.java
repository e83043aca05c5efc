package dev.brisk.backend.remote.call;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One server with its connections, and whether it is worth a call at present. Thread-safe. */
final class Host {
  private static final long FIRST_PAUSE = 100_000_000;
  private static final long LONGEST_PAUSE = 5_000_000_000L;

  /** So many calls in a row without an answer in time, and the server counts as gone. */
  private static final int SILENT_CALLS = 3;

  private final String name;
  private final List<ManagedChannel> channels;
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private int failures;
  private int silent;
  private boolean leftOut;
  private long retryAt;

  Host(String name, List<ManagedChannel> channels) {
    this.name = name;
    this.channels = channels;
  }

  String name() {
    return name;
  }

  /** One of its connections, by turns. */
  ManagedChannel channel() {
    return channels.get(Math.floorMod(turn.getAndIncrement(), channels.size()));
  }

  void enter() {
    inFlight.incrementAndGet();
  }

  void leave() {
    inFlight.decrementAndGet();
  }

  int inFlight() {
    return inFlight.get();
  }

  /** Has it connect, if it is not. */
  void connect() {
    for (ManagedChannel channel : channels) {
      if (channel.getState(true) == ConnectivityState.TRANSIENT_FAILURE) {
        channel.resetConnectBackoff();
      }
    }
  }

  private boolean isConnected() {
    for (ManagedChannel channel : channels) {
      ConnectivityState state = channel.getState(true);
      if (state == ConnectivityState.READY) {
        return true;
      }
    }
    return false;
  }

  /** Whether calls should go to it: not while it is left out, and then only once it connects. */
  synchronized boolean isWorthACall(long now) {
    if (!leftOut) {
      return true;
    }
    if (now - retryAt < 0) {
      return false;
    }
    if (isConnected()) {
      leftOut = false;
      return true;
    }
    connect();
    pause(now);
    return false;
  }

  /** A call was answered, be it by an error. */
  synchronized void answered() {
    failures = 0;
    silent = 0;
    leftOut = false;
  }

  /** A call failed with its connection. */
  synchronized void lost(long now) {
    leaveOut(now);
  }

  /** A call was not answered in time. */
  synchronized void silent(long now) {
    if (++silent >= SILENT_CALLS) {
      leaveOut(now);
    }
  }

  private void leaveOut(long now) {
    leftOut = true;
    pause(now);
  }

  private void pause(long now) {
    long pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(failures, 10));
    failures++;
    retryAt = now + pause;
  }

  @Override
  public String toString() {
    return name;
  }
}
