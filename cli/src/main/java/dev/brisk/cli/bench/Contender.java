package dev.brisk.cli.bench;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.internal.race.Feed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A compiled model that is measured, fed once for each client that runs it. */
public final class Contender implements AutoCloseable {
  private final String name;
  private final String accelerator;
  private final int threads;
  private final int batch;
  private final Executable executable;
  private final List<Feed> feeds = new ArrayList<>();

  private Contender(
      String name, String accelerator, int threads, int batch, Executable executable) {
    this.name = name;
    this.accelerator = accelerator;
    this.threads = threads;
    this.batch = batch;
    this.executable = executable;
  }

  /**
   * What contends.
   *
   * @param name what reports call it
   * @param model the model
   * @param inputs what it is fed, with a batch dimension of 1 where it has one
   * @param accelerator what runs it
   * @param threads the threads it may use; empty for as many as the process may
   */
  public record Entry(
      String name,
      Model model,
      Map<String, Tensor> inputs,
      Accelerator accelerator,
      OptionalInt threads) {

    int threadCount() {
      return threads.orElse(Runtime.getRuntime().availableProcessors());
    }
  }

  /**
   * Compiles and feeds a contender.
   *
   * @param clients how many threads run it at once, each with inputs of its own; if several, each
   *     run has one thread
   * @param batch how often the inputs are repeated along their first dimension
   */
  static Contender open(Entry entry, int clients, int batch) {
    int threads = clients == 1 ? entry.threadCount() : 1;
    CompileOptions options =
        clients == 1 && entry.threads.isEmpty()
            ? CompileOptions.defaults()
            : CompileOptions.defaults().threads(threads);
    Executable executable = entry.accelerator.compile(entry.model, options);
    Contender contender =
        new Contender(entry.name, entry.accelerator.name(), threads, batch, executable);
    try {
      for (int i = 0; i < clients; i++) {
        contender.feeds.add(Feed.of(executable, entry.inputs, batch));
      }
      return contender;
    } catch (RuntimeException | Error e) {
      contender.close();
      throw e;
    }
  }

  /** What reports call it. */
  public String name() {
    return name;
  }

  /** The name of what runs it. */
  public String accelerator() {
    return accelerator;
  }

  /** The threads that work for it at once. */
  public int threads() {
    return threads * feeds.size();
  }

  /** The samples of one run. */
  int batch() {
    return batch;
  }

  /** How many may run it at once. */
  int clients() {
    return feeds.size();
  }

  /** Runs it once, for the given client. */
  void run(int client) {
    feeds.get(client).run();
  }

  @Override
  public void close() {
    feeds.forEach(Feed::close);
    executable.close();
  }
}
