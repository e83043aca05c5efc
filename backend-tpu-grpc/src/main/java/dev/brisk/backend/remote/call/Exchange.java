package dev.brisk.backend.remote.call;

import dev.brisk.backend.remote.call.CallException.Kind;
import dev.brisk.backend.remote.wire.MessageWriter;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One call from its first sending to its end, on the calling thread.
 *
 * <p>It is sent again where a connection was lost, at once to another host, after a pause to the
 * same; and, if so set, to a second host where the first takes long (hedging: Dean and Barroso, The
 * Tail at Scale, 2013). Each sending reads the caller's tensors anew. The first reply counts, the
 * others are given up.
 */
final class Exchange {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long PAUSE = 20_000_000;

  /** What happens with less time left is for want of time. */
  private static final long LATE = 1_000_000;

  private final Endpoint endpoint;
  private final MethodDescriptor<MessageWriter, Reply> method;
  private final Request request;
  private final int replyLimit;
  private final long begin = System.nanoTime();

  /** How long it may take from its begin; this and the times below are nanoseconds since then. */
  private final long time;

  private final List<Attempt> live = new ArrayList<>(2);
  private int tries;
  private long retryAt = NEVER;
  private long hedgeAt = NEVER;
  private @Nullable Host avoid;
  private @Nullable CallException last;

  Exchange(
      Endpoint endpoint,
      MethodDescriptor<MessageWriter, Reply> method,
      Request request,
      int replyLimit,
      long deadline) {
    this.endpoint = endpoint;
    this.method = method;
    this.request = request;
    this.replyLimit = replyLimit;
    this.time = deadline - begin;
  }

  Reply reply() throws CallException {
    try {
      send();
      hedgeAt = hedgeDelay();
      while (true) {
        Reply reply = collect();
        if (reply != null) {
          return reply;
        }
        act();
      }
    } finally {
      live.forEach(Attempt::abandon);
    }
  }

  private void send() {
    Attempt attempt =
        endpoint.send(live, avoid, method, request, replyLimit, Math.max(1, time - now()));
    if (attempt != null) {
      tries++;
      live.add(attempt);
    }
  }

  /** The reply, if one is there; else what follows from attempts that failed. */
  private @Nullable Reply collect() throws CallException {
    for (Iterator<Attempt> attempts = live.iterator(); attempts.hasNext(); ) {
      Attempt attempt = attempts.next();
      if (attempt.isDone()) {
        attempts.remove();
        try {
          Reply reply = attempt.take();
          attempt.host().answered();
          endpoint.latencies.add(attempt.age());
          return reply;
        } catch (CallException e) {
          judge(attempt.host(), isLateEnd(e) ? outOfTime(e) : e);
        }
      }
    }
    if (live.isEmpty() && retryAt == NEVER) {
      throw last == null ? new CallException(Kind.FAILED, "it was not sent", null) : last;
    }
    return null;
  }

  /** Servers that keep the deadline, too, reset the call then, be it that this thread is late. */
  private boolean isLateEnd(CallException e) {
    return e.kind() == Kind.LOST && time - now() < LATE;
  }

  private CallException outOfTime(CallException cause) {
    return new CallException(Kind.DEADLINE, noReply(), cause);
  }

  private void judge(Host host, CallException e) throws CallException {
    last = e;
    switch (e.kind()) {
      case LOST -> {
        host.lost(System.nanoTime());
        again(host);
      }
      case DEADLINE -> host.silent(System.nanoTime());
      case OVERLOADED -> {
        host.answered();
        if (endpoint.hasOther(host) && live.isEmpty()) {
          again(host);
        }
      }
      default -> {
        host.answered();
        throw e;
      }
    }
  }

  private void again(Host host) {
    if (tries < endpoint.limits().attempts() && endpoint.retries.take()) {
      avoid = host;
      long pause =
          endpoint.hasOther(host)
              ? 0
              : (long) ((PAUSE << tries) * (0.8 + 0.4 * ThreadLocalRandom.current().nextDouble()));
      retryAt = now() + pause;
      if (retryAt >= time) {
        retryAt = NEVER;
      }
      host.connect();
    }
  }

  /** Does what is due, or waits until something is. */
  private void act() throws CallException {
    long now = now();
    if (now >= time) {
      live.forEach(attempt -> attempt.host().silent(System.nanoTime()));
      throw outOfTime();
    } else if (retryAt <= now) {
      retryAt = NEVER;
      send();
      if (live.isEmpty()) {
        throw last == null ? outOfTime() : last;
      }
    } else if (hedgeAt <= now) {
      hedgeAt = NEVER;
      if (live.size() == 1 && endpoint.hasOther(live.get(0).host()) && endpoint.hedges.take()) {
        send();
      }
    } else {
      LockSupport.parkNanos(this, Math.min(time, Math.min(retryAt, hedgeAt)) - now);
      if (Thread.currentThread().isInterrupted()) {
        throw new CallException(Kind.INTERRUPTED, "interrupted while it waited", null);
      }
    }
  }

  private CallException outOfTime() {
    String sentence = noReply();
    return last == null
        ? new CallException(Kind.DEADLINE, sentence, null)
        : new CallException(last.kind(), sentence + "; before, " + last.sentence(), last);
  }

  private String noReply() {
    return "no reply came within " + Times.text(time);
  }

  private long hedgeDelay() {
    Duration hedge = endpoint.limits().hedge();
    if (hedge == null || live.isEmpty()) {
      return NEVER;
    }
    return hedge.isZero() ? endpoint.latencies.quantile(0.95, NEVER) : hedge.toNanos();
  }

  private long now() {
    return System.nanoTime() - begin;
  }
}
