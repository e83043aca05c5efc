package dev.brisk.backend.remote.call;

import dev.brisk.backend.remote.call.CallException.Kind;
import dev.brisk.backend.remote.wire.MessageWriter;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One sending of a request to one host. The transport's threads do no more than note what came and
 * wake the thread that waits; a reply that nobody waits for any more is given back at once.
 */
final class Attempt extends ClientCall.Listener<Reply> {
  private final Host host;
  private final Request request;
  private final Thread waiter;
  private final long started = System.nanoTime();
  private final ClientCall<MessageWriter, Reply> call;
  private boolean answered;
  private boolean abandoned;
  private @Nullable Reply reply;
  private @Nullable CallException failure;
  private volatile boolean done;

  private Attempt(Host host, Request request, ClientCall<MessageWriter, Reply> call) {
    this.host = host;
    this.request = request;
    this.call = call;
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
    CallOptions options =
        CallOptions.DEFAULT
            .withDeadlineAfter(nanosLeft, TimeUnit.NANOSECONDS)
            .withMaxInboundMessageSize(replyLimit);
    Attempt attempt = new Attempt(host, request, host.channel().newCall(method, options));
    host.enter();
    request.begin();
    try {
      attempt.call.start(attempt, headers);
      // A second one lets the transport tell of a server that sends too many.
      attempt.call.request(2);
      attempt.call.sendMessage(request.message());
      attempt.call.halfClose();
    } catch (RuntimeException | Error e) {
      attempt.call.cancel("the request could not be sent", e);
      attempt.abandon();
      throw e;
    }
    return attempt;
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
  public synchronized void onHeaders(Metadata headers) {
    answered = true;
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
        failure = Verdict.of(status, trailers, answered);
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
