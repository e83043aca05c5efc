package dev.brisk.backend.remote.wire;

/** A message that is not what its protocol says; the sentence tells what is wrong. */
public final class MalformedMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedMessageException(String sentence) {
    super(sentence);
  }
}
