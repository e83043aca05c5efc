package dev.brisk.backend.remote.call;

import dev.brisk.backend.remote.wire.MessageWriter;
import io.grpc.MethodDescriptor;
import java.io.InputStream;

/** Makes the descriptors of a service's methods. */
public final class Methods {
  private static final MethodDescriptor.Marshaller<MessageWriter> REQUEST = new Requests();
  private static final MethodDescriptor.Marshaller<Reply> REPLY = new Replies();

  private Methods() {}

  /**
   * A method that takes one message and gives one.
   *
   * @param service the service's full name
   */
  public static MethodDescriptor<MessageWriter, Reply> unary(String service, String method) {
    return MethodDescriptor.<MessageWriter, Reply>newBuilder(REQUEST, REPLY)
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(service, method))
        .build();
  }

  private static final class Requests implements MethodDescriptor.Marshaller<MessageWriter> {
    @Override
    public InputStream stream(MessageWriter message) {
      return new Outgoing(message);
    }

    @Override
    public MessageWriter parse(InputStream stream) {
      throw new UnsupportedOperationException("a client reads no requests");
    }
  }

  private static final class Replies implements MethodDescriptor.Marshaller<Reply> {
    @Override
    public InputStream stream(Reply message) {
      throw new UnsupportedOperationException("a client writes no replies");
    }

    @Override
    public Reply parse(InputStream stream) {
      return Reply.of(stream);
    }
  }
}
