package dev.brisk.backend.remote.call;

import dev.brisk.backend.remote.call.CallException.Kind;
import dev.brisk.backend.remote.wire.MessageWriter;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One sending of a request to one host. The transport's threads do no more than note what came and
 * wake the thread that waits; a reply that nobody waits for any more is given back at once.
 */
final class Attempt extends ClientCall.Listener<Reply> {
  /**
   * How the server is told of the deadline. A deadline among the call's options would say it, too,
   * but wake a timer's thread for each call; here the waiting thread keeps the time itself.
   */
  private static final Metadata.Key<String> TIMEOUT =
      Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);

  private static final String UNITS = "numS";
  private static final long MOST = 99_999_999;

  private final Host host;
  private final Request request;
  private final Thread waiter;
  private final long started = System.nanoTime();
  private final ClientCall<MessageWriter, Reply> call;
  private final Witness witness;
  private boolean abandoned;
  private @Nullable Reply reply;
  private @Nullable CallException failure;
  private volatile boolean done;

  private Attempt(
      Host host, Request request, ClientCall<MessageWriter, Reply> call, Witness witness) {
    this.host = host;
    this.request = request;
    this.call = call;
    this.witness = witness;
    this.waiter = Thread.currentThread();
  }

  /** Sends; the calling thread is the one to wake. */
  static Attempt send(
      Host host,
      MethodDescriptor<MessageWriter, Reply> method,
      Request request,
      Metadata headers,
      long nanosLeft,
      int replyLimit) {
    Witness witness = new Witness();
    CallOptions options =
        CallOptions.DEFAULT.withMaxInboundMessageSize(replyLimit).withStreamTracerFactory(witness);
    headers.put(TIMEOUT, timeout(nanosLeft));
    Attempt attempt = new Attempt(host, request, host.channel().newCall(method, options), witness);
    host.enter();
    request.begin();
    try {
      attempt.call.start(attempt, headers);
      attempt.call.sendMessage(request.message());
      attempt.call.halfClose();
      // Asked for last, since each order on its own wakes the transport's thread. A second one
      // lets the transport tell of a server that sends too many.
      attempt.call.request(2);
    } catch (RuntimeException | Error e) {
      attempt.call.cancel("the request could not be sent", e);
      attempt.abandon();
      throw e;
    }
    return attempt;
  }

  /** A time in the form of the wire: at most eight digits and a unit, rounded up. */
  static String timeout(long nanos) {
    long count = Math.max(1, nanos);
    int unit = 0;
    while (count > MOST && unit < UNITS.length() - 1) {
      count = (count - 1) / 1_000 + 1;
      unit++;
    }
    return Math.min(count, MOST) + UNITS.substring(unit, unit + 1);
  }

  Host host() {
    return host;
  }

  /** Nanoseconds since it was sent. */
  long age() {
    return System.nanoTime() - started;
  }

  boolean isDone() {
    return done;
  }

  /** The reply, once {@link #isDone done}, which then is the caller's to close. */
  synchronized Reply take() throws CallException {
    if (failure != null) {
      throw failure;
    }
    Reply taken = reply;
    if (taken == null) {
      throw new CallException(Kind.FAILED, "the server ended the call without a reply", null);
    }
    reply = null;
    return taken;
  }

  /** Ends it, whatever state it is in. */
  void abandon() {
    Reply unread;
    synchronized (this) {
      abandoned = true;
      unread = reply;
      reply = null;
    }
    if (unread != null) {
      unread.close();
    }
    if (!done) {
      call.cancel("the result is not needed any more", null);
    }
  }

  @Override
  public void onMessage(Reply message) {
    synchronized (this) {
      if (!abandoned && reply == null) {
        reply = message;
        return;
      }
    }
    message.close();
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    Reply unread = null;
    synchronized (this) {
      if (!status.isOk()) {
        failure = Verdict.of(status, witness.isTold());
        unread = reply;
        reply = null;
      }
      done = true;
    }
    host.leave();
    request.end();
    if (unread != null) {
      unread.close();
    }
    LockSupport.unpark(waiter);
  }
}
