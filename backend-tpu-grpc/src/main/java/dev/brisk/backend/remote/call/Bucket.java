package dev.brisk.backend.remote.call;

/**
 * Keeps extra calls to a share of the calls: each call adds a fraction of a token, each extra call
 * takes a whole one. Thread-safe.
 */
final class Bucket {
  private final double capacity;
  private final double share;
  private double tokens;

  Bucket(double capacity, double share) {
    this.capacity = capacity;
    this.share = share;
    this.tokens = capacity;
  }

  synchronized void call() {
    tokens = Math.min(capacity, tokens + share);
  }

  synchronized boolean take() {
    if (tokens < 1) {
      return false;
    }
    tokens -= 1;
    return true;
  }
}
