package dev.brisk.cli;

import dev.brisk.cli.terminal.OutputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A program that never finishes writing its file. */
final class SlowWriter {
  private SlowWriter() {}

  public static void main(String[] args) {
    Interruption interruption = Interruption.of(Thread.currentThread());
    boolean stubborn = args[1].equals("stubborn");
    try {
      OutputFile.write(Path.of(args[0]), path -> write(path, stubborn));
    } catch (IllegalStateException e) {
      System.err.println("stopped");
    }
    interruption.exit(1);
  }

  private static void write(Path path, boolean stubborn) {
    try {
      Files.writeString(path, "half");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.println("writing");
    do {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        if (!stubborn) {
          throw new IllegalStateException(e);
        }
      }
    } while (stubborn);
  }
}
