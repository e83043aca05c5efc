package dev.brisk.backend.remote;

import dev.brisk.BriskException;
import dev.brisk.CancelledException;
import dev.brisk.RunFailedException;
import dev.brisk.UnavailableException;
import dev.brisk.backend.remote.call.CallException;
import dev.brisk.backend.remote.wire.MalformedMessageException;

/** What failed calls become for the user. */
final class Failures {
  private Failures() {}

  /** Of a call that runs a model. */
  static BriskException inRun(CallException e, String model) {
    String sentence = "%s did not run: %s".formatted(model, e.sentence());
    return switch (e.kind()) {
      case DEADLINE ->
          new DeadlineException(sentence + "; the setting grpc.deadline allows more", e);
      case OVERLOADED -> new OverloadException(sentence, e);
      case LOST -> new ConnectionLostException(sentence, e);
      case INTERRUPTED -> new CancelledException(sentence, e);
      case TOO_LARGE ->
          new RunFailedException(
              sentence
                  + "; what this client takes is set by grpc.message-size, what the server takes"
                  + " by the server",
              e);
      default -> new RunFailedException(sentence, e);
    };
  }

  /** Of a call that asks for a model. */
  static BriskException inCompile(CallException e, String model) {
    String sentence = "%s cannot be used: %s".formatted(model, e.sentence());
    return switch (e.kind()) {
      case NOT_FOUND, UNIMPLEMENTED -> new UnavailableException(sentence, e);
      case DEADLINE, OVERLOADED, LOST, INTERRUPTED -> inRun(e, model);
      default -> new RunFailedException(sentence, e);
    };
  }

  /** Of a reply that is not what it should be. */
  static BriskException inReply(MalformedMessageException e, String model) {
    return new RunFailedException(
        "The reply of %s cannot be read: %s".formatted(model, e.getMessage()), e);
  }
}
