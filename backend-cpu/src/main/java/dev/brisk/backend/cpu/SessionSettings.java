package dev.brisk.backend.cpu;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.brisk.CompileOptions;
import dev.brisk.InvalidInputException;
import dev.brisk.internal.Suggestions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a session: what {@link CompileOptions} ask for, and Brisk's defaults.
 *
 * <p>Named {@code onnxruntime.*} where ONNX Runtime has a method for them, see {@link #OWN}, and as
 * ONNX Runtime names them where it has a configuration entry, see {@link SessionEntries}.
 */
final class SessionSettings {
  private static final String THREADS = "threads";
  private static final String OPTIMIZED_MODEL = "onnxruntime.optimized-model";
  private static final String SPINNING = "session.intra_op.allow_spinning";
  private static final String SPIN_TIME = "session.intra_op.spin_duration_us";
  static final String SPIN_MICROS = "500";

  /** Applies a setting's value to the options. */
  @FunctionalInterface
  private interface Application {
    void apply(SessionOptions options, String value) throws OrtException;
  }

  /** A setting with a method: what values it takes, which by default, and what it does. */
  private record Own(String allowed, String byDefault, Application application) {}

  private static final Map<String, Own> OWN = own();

  private final Map<String, String> values = new TreeMap<>();

  private SessionSettings() {}

  /**
   * The settings that the options ask for and the defaults of the rest.
   *
   * @throws InvalidInputException if a name is unknown or a value not allowed
   */
  static SessionSettings of(CompileOptions options) {
    SessionSettings settings = new SessionSettings();
    int threads = options.threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
    settings.values.put(THREADS, Integer.toString(threads));
    OWN.forEach(
        (name, own) -> {
          if (!own.byDefault().isEmpty()) {
            settings.values.put(name, own.byDefault());
          }
        });
    settings.values.put(SPINNING, threads > 1 ? "1" : "0");
    if (threads > 1) {
      settings.values.put(SPIN_TIME, SPIN_MICROS);
    }
    options.settings().forEach(settings::set);
    return settings;
  }

  private void set(String name, String value) {
    if (OWN.containsKey(name)) {
      values.put(name, value);
    } else if (SessionEntries.isKnown(name)) {
      values.put(name, SessionEntries.normal(name, value));
      if (name.equals(SPINNING) && values.get(name).equals("0")) {
        values.remove(SPIN_TIME);
      }
    } else if (name.equals(THREADS)) {
      throw new InvalidInputException(
          "The number of threads is no setting but given by CompileOptions.threads");
    } else {
      TreeSet<String> known = new TreeSet<>(SessionEntries.NAMES);
      known.addAll(OWN.keySet());
      throw new InvalidInputException(
          "The accelerator onnxruntime has no setting '%s'%s"
              .formatted(name, Suggestions.clauseOrAll(name, known)));
    }
  }

  /** New options with these settings; the caller closes them after the session. */
  SessionOptions open() {
    SessionOptions options = new SessionOptions();
    String current = THREADS;
    try {
      options.setIntraOpNumThreads(Integer.parseInt(values.getOrDefault(THREADS, "1")));
      for (Map.Entry<String, String> entry : values.entrySet()) {
        current = entry.getKey();
        apply(options, current, entry.getValue());
      }
      return options;
    } catch (OrtException | IllegalArgumentException e) {
      options.close();
      throw refused(current, e);
    }
  }

  private static void apply(SessionOptions options, String name, String value) throws OrtException {
    Own own = OWN.get(name);
    if (own != null) {
      own.application().apply(options, value);
    } else if (!name.equals(THREADS)) {
      options.addConfigEntry(name, value);
    }
  }

  private InvalidInputException refused(String name, Exception e) {
    Own own = OWN.get(name);
    return new InvalidInputException(
        "Setting '%s' takes %s, but the value is '%s'"
            .formatted(name, own == null ? "another value" : own.allowed(), values.get(name)),
        e);
  }

  /** The threads of a run. */
  int threads() {
    return Integer.parseInt(values.getOrDefault(THREADS, "1"));
  }

  /** What is in force, by name. */
  Map<String, String> values() {
    return Collections.unmodifiableMap(values);
  }

  /** The file to write the optimized model to, or null. */
  @Nullable String optimizedModel() {
    return values.get(OPTIMIZED_MODEL);
  }

  private static Map<String, Own> own() {
    Map<String, Own> own = new LinkedHashMap<>();
    own.put(
        "onnxruntime.execution-mode",
        new Own(
            "sequential or parallel",
            "sequential",
            (options, value) ->
                options.setExecutionMode(
                    choice(value, "sequential", "parallel") == 0
                        ? ExecutionMode.SEQUENTIAL
                        : ExecutionMode.PARALLEL)));
    own.put(
        "onnxruntime.inter-op-threads",
        new Own(
            "a number from 1 on",
            "1",
            (options, value) -> options.setInterOpNumThreads(positive(value))));
    own.put(
        "onnxruntime.optimization",
        new Own(
            "all, extended, basic or none",
            "all",
            (options, value) -> options.setOptimizationLevel(level(value))));
    own.put(OPTIMIZED_MODEL, new Own("a file", "", SessionOptions::setOptimizedModelFilePath));
    own.put(
        "onnxruntime.memory-pattern",
        new Own(
            "true or false",
            "true",
            (options, value) -> options.setMemoryPatternOptimization(flag(value))));
    own.put(
        "onnxruntime.arena",
        new Own(
            "true or false",
            "true",
            (options, value) -> options.setCPUArenaAllocator(flag(value))));
    own.put(
        "onnxruntime.deterministic",
        new Own(
            "true or false",
            "false",
            (options, value) -> options.setDeterministicCompute(flag(value))));
    own.put(
        "onnxruntime.log-level",
        new Own(
            "verbose, info, warning, error or fatal",
            "fatal",
            (options, value) ->
                options.setSessionLogLevel(
                    OrtLoggingLevel.mapFromInt(
                        choice(value, "verbose", "info", "warning", "error", "fatal")))));
    return Collections.unmodifiableMap(own);
  }

  private static OptLevel level(String value) {
    return switch (choice(value, "all", "extended", "basic", "none")) {
      case 0 -> OptLevel.ALL_OPT;
      case 1 -> OptLevel.EXTENDED_OPT;
      case 2 -> OptLevel.BASIC_OPT;
      default -> OptLevel.NO_OPT;
    };
  }

  private static boolean flag(String value) {
    return choice(value, "true", "false") == 0;
  }

  private static int positive(String value) {
    int number = Integer.parseInt(value);
    if (number < 1) {
      throw new IllegalArgumentException(value);
    }
    return number;
  }

  private static int choice(String value, String... allowed) {
    for (int i = 0; i < allowed.length; i++) {
      if (allowed[i].equals(value)) {
        return i;
      }
    }
    throw new IllegalArgumentException(value);
  }
}
