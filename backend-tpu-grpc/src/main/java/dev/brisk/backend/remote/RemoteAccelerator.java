package dev.brisk.backend.remote;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.RunTrace;
import dev.brisk.Tensor;
import dev.brisk.Tracing;
import dev.brisk.UnavailableException;
import dev.brisk.UnsupportedModelException;
import dev.brisk.backend.remote.call.Endpoint;
import dev.brisk.backend.remote.protocol.ModelName;
import dev.brisk.backend.remote.protocol.Protocol;
import dev.brisk.backend.remote.protocol.ServedModel;
import dev.brisk.backend.remote.protocol.ServerTimes;
import dev.brisk.internal.Signature;
import dev.brisk.spi.Activity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    String label = "model %s at %s".formatted(asked, settings.text(Settings.TARGET, ""));
    Deployment deployment = model == null ? null : new Deployment(settings, model, asked.name());
    if (deployment == null) {
      Deployment.mustNotBeAsked(settings);
    } else if (deployment.isPushed()) {
      deployment.push(protocol, connection, label);
    }
    Endpoint endpoint = connection.open(connection.hosts());
    try {
      Inquiry inquiry = new Inquiry(endpoint, label);
      Protocol spoken = inquiry.spoken(protocol);
      Joined joined = joined(inquiry, spoken, asked, model, settings, deployment);
      return new RemoteExecutable(
          new RemoteExecutable.Served(
              label,
              spoken,
              endpoint,
              asked,
              joined.wiring,
              Shaping.of(settings, joined.own.inputs(), joined.own.outputs())),
          new Signature(joined.own.inputs(), joined.own.outputs()),
          values(connection, spoken, joined.served),
          name);
    } catch (RuntimeException | Error e) {
      endpoint.close();
      throw e;
    }
  }

  /** A model with what a server has of it. */
  private record Joined(Wiring.Own own, ServedModel served, Wiring wiring) {}

  private static Joined joined(
      Inquiry inquiry,
      Protocol spoken,
      ModelName asked,
      @Nullable Model model,
      Settings settings,
      @Nullable Deployment deployment) {
    try {
      ServedModel served = inquiry.describe(spoken, asked);
      Wiring.Own own =
          model == null
              ? new Wiring.Own(served.inputs(), served.outputs(), null)
              : new Wiring.Own(model.inputs(), model.outputs(), model);
      Map<String, String> names = settings.startingWith(Settings.NAME);
      return new Joined(own, served, Wiring.of(own, served, names, inquiry.label()));
    } catch (UnavailableException | UnsupportedModelException e) {
      throw deployment == null ? e : deployment.advised(e, spoken);
    }
  }

  private static Map<String, String> values(
      Connection connection, Protocol spoken, ServedModel served) {
    Map<String, String> values = new TreeMap<>(connection.values());
    values.put("protocol", spoken.title());
    values.put(Settings.VERSION, served.version());
    return Collections.unmodifiableMap(values);
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
        Optional<ServerTimes> before = executable.times();
        executable.run(inputs, Map.of(), stopwatch).values().forEach(Tensor::close);
        Optional<ServerTimes> meanwhile =
            before.flatMap(times -> executable.times().map(now -> now.since(times)));
        traces.add(RemoteTrace.of(name, stopwatch, zero, meanwhile));
      }
      return traces;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
