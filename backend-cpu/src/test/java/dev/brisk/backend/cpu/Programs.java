package dev.brisk.backend.cpu;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.BriskException;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What tests run in JVMs of their own. */
final class Programs {
  private Programs() {}

  private static void check() {
    try (Executable executable = Accelerators.named("onnxruntime").compile(TestModels.doubled())) {
      float[] doubled =
          executable
              .run(Tensor.of(new float[] {1, 2}, 1, 2))
              .values()
              .iterator()
              .next()
              .toFloatArray();
      if (doubled[0] != 2 || doubled[1] != 4) {
        throw new IllegalStateException("wrong result");
      }
    }
  }

  /** Runs a model; prints the folder of the native libraries. */
  static final class Run {
    public static void main(String[] arguments) {
      check();
      System.out.println(System.getProperty(OnnxRuntime.PATH_PROPERTY));
    }
  }

  /** Runs a model too large to be handed over in memory. */
  static final class RunLarge {
    public static void main(String[] arguments) {
      try (Executable executable =
          Accelerators.named("onnxruntime").compile(TestModels.square(4200, 1))) {
        executable.run(Tensor.of(new float[4200], 1, 4200));
      }
    }
  }

  /** Runs a model after somebody else made the environment; with an argument, with options. */
  static final class RunBesideOthers {
    public static void main(String[] arguments) throws OrtException {
      if (arguments.length == 0) {
        OrtEnvironment.getEnvironment();
      } else {
        OrtEnvironment.ThreadingOptions options = new OrtEnvironment.ThreadingOptions();
        options.setGlobalIntraOpNumThreads(2);
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING, "other", options);
      }
      check();
      OrtEnvironment.getEnvironment().close();
      check();
    }
  }

  /** Prints what there is to say of the accelerator. */
  static final class Report {
    public static void main(String[] arguments) {
      System.out.println(Accelerators.report());
      try {
        System.out.println(Accelerators.named("onnxruntime").description());
      } catch (BriskException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** Prints the default number of threads. */
  static final class Threads {
    public static void main(String[] arguments) {
      try (Executable executable =
          Accelerators.named("onnxruntime").compile(TestModels.doubled())) {
        System.out.println(executable.settings().get("threads"));
      }
    }
  }

  /** Compiles and closes a model again and again; prints by how many MiB the process grew. */
  static final class Reload {
    public static void main(String[] arguments) throws IOException {
      Model model = TestModels.square(1024, 1);
      reload(model, 30);
      long before = residentKibibytes();
      reload(model, 100);
      System.out.println((residentKibibytes() - before) / 1024);
    }

    private static void reload(Model model, int times) {
      Accelerator accelerator = Accelerators.named("onnxruntime");
      Tensor x = Tensor.of(new float[1024], 1, 1024);
      for (int i = 0; i < times; i++) {
        try (Executable executable = accelerator.compile(model)) {
          executable.run(x);
          executable.bind().close();
        }
      }
      System.gc();
    }

    private static long residentKibibytes() throws IOException {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Ends while threads compile sessions that log, for which they need the environment. */
  static final class EndWhileLogging {
    private static final int THREADS = 6;

    public static void main(String[] arguments) throws InterruptedException {
      CountDownLatch started = new CountDownLatch(THREADS);
      for (int i = 0; i < THREADS; i++) {
        Thread thread = new Thread(() -> compile(started));
        thread.setDaemon(true);
        thread.start();
      }
      started.await();
      Runtime.getRuntime().addShutdownHook(new Thread(EndWhileLogging::pause));
      System.exit(0);
    }

    private static void compile(CountDownLatch started) {
      CompileOptions options =
          CompileOptions.defaults().with("onnxruntime.log-level", "warning").threads(2);
      Accelerator accelerator = Accelerators.named("onnxruntime");
      try {
        while (true) {
          try (Executable executable = accelerator.compile(TestModels.doubled(), options)) {
            executable.run(Tensor.of(new float[2], 1, 2));
          }
          started.countDown();
        }
      } catch (BriskException e) {
        // Refused, now that the process ends.
      }
    }

    private static void pause() {
      try {
        TimeUnit.MILLISECONDS.sleep(400);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
