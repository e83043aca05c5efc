package dev.brisk.benchmarks;

/** Clients that send floats to a server and get as many. */
enum RemoteSide {
  /** The bytes of the floats, sent and got as one array: what the transport itself takes. */
  ECHO(false),

  /** Brisk with a binding. */
  BOUND(false),

  /** Brisk with a binding, calls by turns over two connections. */
  POOLED(false),

  /** Brisk from a tensor to a new tensor. */
  TENSORS(false),

  /** Brisk from an array to a new array. */
  ARRAYS(false),

  /** Generated stubs from an array to a new array, the elements one by one. */
  STUBS(true);

  private final boolean typed;

  RemoteSide(boolean typed) {
    this.typed = typed;
  }

  /** A server that answers this client, with so many floats. */
  CannedServer serve(int floats) {
    return new CannedServer(floats, typed);
  }

  /** A client with a server of its own, which is closed with it. */
  Session open(int floats) {
    return open(serve(floats), floats);
  }

  /** A client of a server on the connection that all clients of it share. */
  Session open(CannedServer server, int floats) {
    return switch (this) {
      case ECHO, STUBS -> new StubSession(server, floats, this == ECHO);
      default -> new RemoteSession(server, floats, this);
    };
  }
}
