package dev.brisk.backend.cpu.onednn;

import java.util.ArrayList;
import java.util.List;

/** Native objects that are freed together, the last made first. For one thread. */
final class Scope implements AutoCloseable {
  private final List<Runnable> releases = new ArrayList<>();

  void add(Runnable release) {
    releases.add(release);
  }

  @Override
  public void close() {
    for (int i = releases.size() - 1; i >= 0; i--) {
      releases.get(i).run();
    }
    releases.clear();
  }
}
