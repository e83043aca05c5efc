package dev.brisk.cli.terminal;

import dev.brisk.CancelledException;
import dev.brisk.Progress;
import java.io.PrintStream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows each stage of some work as a bar that is wiped off when the stage is done. Cancels the work
 * once its thread is interrupted. For one thread.
 */
public final class ProgressDisplay implements Progress, AutoCloseable {
  private static final int STAGE_WIDTH = 24;

  private final @Nullable PrintStream terminal;
  private final int columns;
  private String stage = "";
  private @Nullable ProgressBar bar;

  /** A display on a terminal, or none. */
  ProgressDisplay(@Nullable PrintStream terminal, int columns) {
    this.terminal = terminal;
    this.columns = columns;
  }

  @Override
  public void update(String current, long done, long total) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelledException("Stopped while " + current);
    }
    if (terminal == null) {
      return;
    }
    if (bar == null || !current.equals(stage)) {
      close();
      stage = current;
      bar = open(terminal, total);
    }
    bar.maxHint(total == 0 ? -1 : total);
    bar.stepTo(done);
  }

  /** This display for work that goes through so many samples but may not know it. */
  public Progress ofAbout(long samples) {
    return (current, done, total) ->
        update(current, done, total == 0 ? Math.max(done, samples) : total);
  }

  private ProgressBar open(PrintStream stream, long total) {
    int width = Math.max(20, columns - 1);
    String name = stage.length() > STAGE_WIDTH ? stage.substring(0, STAGE_WIDTH) : stage;
    return new ProgressBarBuilder()
        .setTaskName(name + " ".repeat(STAGE_WIDTH - name.length()))
        .setInitialMax(total == 0 ? -1 : total)
        .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BAR)
        .setUpdateIntervalMillis(100)
        .setMaxRenderedLength(width)
        .clearDisplayOnFinish()
        .setConsumer(
            new DelegatingProgressBarConsumer(
                line -> {
                  stream.print("\r" + line);
                  stream.flush();
                },
                width))
        .build();
  }

  /** Wipes the bar off. */
  @Override
  public void close() {
    if (bar != null && terminal != null) {
      bar.close();
      bar = null;
      terminal.print("\r" + " ".repeat(Math.max(0, columns - 1)) + "\r");
      terminal.flush();
    }
  }
}
