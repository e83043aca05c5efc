package dev.brisk.backend.remote;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.KernelRun;
import dev.brisk.Model;
import dev.brisk.RunTrace;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.Tracing;
import dev.brisk.UnavailableException;
import dev.brisk.backend.remote.call.CallException;
import dev.brisk.backend.remote.call.Endpoint;
import dev.brisk.backend.remote.protocol.ModelName;
import dev.brisk.backend.remote.protocol.Protocol;
import dev.brisk.backend.remote.protocol.ServedModel;
import dev.brisk.backend.remote.wire.MalformedMessageException;
import dev.brisk.internal.Signature;
import dev.brisk.spi.Activity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs models on servers of one protocol, or of the one that the server turns out to speak. */
final class RemoteAccelerator implements Accelerator {
  private final String name;
  private final @Nullable Protocol protocol;
  private final Map<String, String> defaults;

  /**
   * An accelerator.
   *
   * @param protocol null where each server is to be asked
   * @param defaults settings for what the options of a compilation leave open
   */
  RemoteAccelerator(String name, @Nullable Protocol protocol, Map<String, String> defaults) {
    this.name = name;
    this.protocol = protocol;
    this.defaults = defaults;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    String target = defaults.get(Settings.TARGET);
    return "Whatever runs models behind %s at %s"
        .formatted(
            protocol == null ? "gRPC" : protocol.title(),
            target == null ? "the address that setting " + Settings.TARGET + " gives" : target);
  }

  @Override
  public Executable compile(Model model, CompileOptions options) {
    return Tracing.during(
        new Activity(Activity.Kind.COMPILE, model.graph().name(), name, 0),
        () -> open(model, options));
  }

  /** What a server has, with the inputs and outputs that it tells. */
  Executable connect(CompileOptions options) {
    return open(null, options);
  }

  private RemoteExecutable open(@Nullable Model model, CompileOptions options) {
    Settings settings = new Settings(defaults, options);
    Connection connection = new Connection(settings);
    ModelName asked = connection.model(model == null ? "" : model.graph().name());
    Endpoint endpoint = connection.open();
    String label = "model %s at %s".formatted(asked, settings.text(Settings.TARGET, ""));
    try {
      Protocol spoken = spoken(endpoint, label);
      ServedModel served = describe(spoken, endpoint, asked, label);
      List<TensorSpec> inputs = model == null ? served.inputs() : model.inputs();
      List<TensorSpec> outputs = model == null ? served.outputs() : model.outputs();
      Wiring wiring =
          Wiring.of(inputs, outputs, served, settings.startingWith(Settings.NAME), label);
      int set = settings.number(Settings.MESSAGE_SIZE, 1, Integer.MAX_VALUE - 8, 0);
      return new RemoteExecutable(
          new RemoteExecutable.Served(
              label,
              spoken,
              endpoint,
              asked,
              wiring,
              new ReplySize(inputs, outputs, set),
              endpoint::close),
          new Signature(inputs, outputs),
          values(connection, spoken, served),
          name);
    } catch (RuntimeException | Error e) {
      endpoint.close();
      throw e;
    }
  }

  private static Map<String, String> values(
      Connection connection, Protocol spoken, ServedModel served) {
    Map<String, String> values = new TreeMap<>(connection.values());
    values.put("protocol", spoken.title());
    values.put(Settings.VERSION, served.version());
    return Collections.unmodifiableMap(values);
  }

  private Protocol spoken(Endpoint endpoint, String label) {
    if (protocol != null) {
      return protocol;
    }
    try {
      for (Protocol candidate : Protocol.all()) {
        if (candidate.isSpokenBy(endpoint)) {
          return candidate;
        }
      }
    } catch (CallException e) {
      throw Failures.inCompile(e, label);
    }
    throw new UnavailableException(
        "%s cannot be used: the server speaks neither %s"
            .formatted(
                label,
                String.join(" nor ", Protocol.all().stream().map(Protocol::title).toList())));
  }

  private static ServedModel describe(
      Protocol spoken, Endpoint endpoint, ModelName asked, String label) {
    try {
      String hindrance = spoken.hindrance(endpoint, asked);
      if (!hindrance.isEmpty()) {
        throw new UnavailableException(label + " cannot be used now: " + hindrance);
      }
      return spoken.describe(endpoint, asked);
    } catch (CallException e) {
      throw Failures.inCompile(e, label);
    } catch (MalformedMessageException e) {
      throw Failures.inReply(e, label);
    }
  }

  @Override
  public List<RunTrace> trace(
      Model model, Map<String, Tensor> inputs, int runs, CompileOptions options) {
    if (runs < 1) {
      throw new InvalidInputException("The number of runs must be 1 or more, but is " + runs);
    }
    try (RemoteExecutable executable = open(model, options)) {
      executable.run(inputs).values().forEach(Tensor::close);
      List<RunTrace> traces = new ArrayList<>();
      long zero = System.nanoTime();
      for (int i = 0; i < runs; i++) {
        Stopwatch stopwatch = new Stopwatch();
        executable.run(inputs, Map.of(), stopwatch).values().forEach(Tensor::close);
        traces.add(trace(stopwatch, zero));
      }
      return traces;
    }
  }

  /** What is done here to the tensors, and all that lies between. */
  private RunTrace trace(Stopwatch stopwatch, long zero) {
    long at = stopwatch.beginning() - zero;
    long sent = at + stopwatch.serializing();
    long came = sent + stopwatch.waiting();
    List<KernelRun> kernels =
        List.of(
            part(0, "Serialize", "client", at, stopwatch.serializing()),
            part(1, "NetworkAndServer", name, sent, stopwatch.waiting()),
            part(2, "Deserialize", "client", came, stopwatch.deserializing()));
    return new RunTrace(
        Duration.ofNanos(at),
        Duration.ZERO,
        Duration.ofNanos(came + stopwatch.deserializing() - at),
        Duration.ZERO,
        kernels);
  }

  private static KernelRun part(int index, String kernel, String device, long at, long taken) {
    return new KernelRun(
        kernel,
        index,
        "",
        kernel,
        device,
        Thread.currentThread().getId(),
        Duration.ofNanos(at),
        Duration.ofNanos(taken),
        OptionalLong.empty());
  }

  @Override
  public String toString() {
    return name;
  }
}
