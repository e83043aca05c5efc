package dev.brisk.benchmarks;

/** Clients that send floats to a server and get as many. */
enum RemoteSide {
  /** The bytes of the floats, sent and got as one array: what the transport itself takes. */
  ECHO(false),

  /** Brisk with a binding. */
  BOUND(false),

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

  Session open(int floats) {
    CannedServer server = new CannedServer(floats, typed);
    return switch (this) {
      case ECHO, STUBS -> new StubSession(server, floats, this == ECHO);
      default -> new RemoteSession(server, floats, this);
    };
  }
}
