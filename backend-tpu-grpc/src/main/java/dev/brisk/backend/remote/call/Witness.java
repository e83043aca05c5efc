package dev.brisk.backend.remote.call;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/**
 * Sees whether a call's status came from the server. The transport makes statuses of its own, with
 * the same codes, where a connection ends, and nothing in them tells the two apart.
 */
final class Witness extends ClientStreamTracer.Factory {
  private volatile boolean told;

  /** Whether the server itself ended the call. */
  boolean isTold() {
    return told;
  }

  @Override
  public ClientStreamTracer newClientStreamTracer(
      ClientStreamTracer.StreamInfo info, Metadata headers) {
    return new Ear();
  }

  private final class Ear extends ClientStreamTracer {
    @Override
    public void inboundTrailers(Metadata trailers) {
      told = true;
    }
  }
}
