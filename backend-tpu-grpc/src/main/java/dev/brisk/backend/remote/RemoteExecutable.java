package dev.brisk.backend.remote;

import dev.brisk.Binding;
import dev.brisk.ClosedException;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.RunFailedException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.Tracing;
import dev.brisk.backend.remote.call.CallException;
import dev.brisk.backend.remote.call.Endpoint;
import dev.brisk.backend.remote.call.Reply;
import dev.brisk.backend.remote.call.Request;
import dev.brisk.backend.remote.protocol.ModelName;
import dev.brisk.backend.remote.protocol.Protocol;
import dev.brisk.backend.remote.protocol.ServerTimes;
import dev.brisk.backend.remote.protocol.Slots;
import dev.brisk.backend.remote.protocol.Terms;
import dev.brisk.backend.remote.wire.MalformedMessageException;
import dev.brisk.internal.CallGate;
import dev.brisk.internal.Leaks;
import dev.brisk.internal.Signature;
import dev.brisk.spi.Activity;
import dev.brisk.spi.TraceListener;
import java.lang.ref.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A model that a server runs. */
final class RemoteExecutable implements Executable {
  private final Served served;
  private final Signature signature;
  private final Map<String, String> settings;
  private final Activity running;
  private final CallGate gate;
  private final Leaks.Handle leak;

  /**
   * A model at its place.
   *
   * @param label names it in errors
   * @param endpoint which is closed when it is not needed any more
   */
  record Served(
      String label,
      Protocol protocol,
      Endpoint endpoint,
      ModelName name,
      Wiring wiring,
      Shaping shaping) {}

  RemoteExecutable(
      Served served, Signature signature, Map<String, String> settings, String accelerator) {
    this.served = served;
    this.signature = signature;
    this.settings = settings;
    this.running = Activity.of(Activity.Kind.RUN, served.name.name(), accelerator);
    CallGate calls = new CallGate();
    this.gate = calls;
    this.leak = Leaks.track(this, "executable of " + served.label, () -> free(served, calls));
  }

  private static void free(Served served, CallGate calls) {
    calls.close();
    calls.awaitIdle();
    served.endpoint.close();
  }

  @Override
  public List<TensorSpec> inputs() {
    return signature.inputs();
  }

  @Override
  public List<TensorSpec> outputs() {
    return signature.outputs();
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    signature.check(inputs);
    return run(inputs, Map.of(), Stopwatch.NONE);
  }

  /**
   * Runs on inputs that were checked.
   *
   * @param targets where outputs of that type and shape are written to
   */
  Map<String, Tensor> run(
      Map<String, Tensor> inputs, Map<String, Tensor> targets, Stopwatch stopwatch) {
    enter();
    TraceListener.Span span = Tracing.begin(running);
    try {
      return call(inputs, targets, stopwatch);
    } catch (CallException e) {
      throw Failures.inRun(e, served.label);
    } catch (MalformedMessageException e) {
      throw Failures.inReply(e, served.label);
    } finally {
      span.close();
      gate.leave();
      Reference.reachabilityFence(this);
    }
  }

  private Map<String, Tensor> call(
      Map<String, Tensor> inputs, Map<String, Tensor> targets, Stopwatch stopwatch)
      throws CallException {
    long deadline = served.endpoint.deadline();
    Batches batches = served.shaping.batches();
    if (batches == null) {
      return call(inputs, targets, stopwatch, deadline);
    }
    return batches.run(
        inputs, batch -> call(batch, batch == inputs ? targets : Map.of(), stopwatch, deadline));
  }

  private Map<String, Tensor> call(
      Map<String, Tensor> inputs, Map<String, Tensor> targets, Stopwatch stopwatch, long deadline)
      throws CallException {
    int limit = served.shaping.replySize().limit(inputs);
    stopwatch.begin();
    Map<String, Tensor> sent = served.wiring.toServer(inputs);
    Map<String, Tensor.Pin> pins = new LinkedHashMap<>();
    try (Request request = request(sent, pins, deadline)) {
      stopwatch.serialized();
      try (Reply reply =
          served.endpoint.call(served.protocol.inference(), request, limit, deadline)) {
        stopwatch.replied();
        Map<String, Tensor> outputs = outputs(reply, targets, limit);
        stopwatch.end();
        return outputs;
      }
    }
  }

  private Request request(Map<String, Tensor> sent, Map<String, Tensor.Pin> pins, long deadline) {
    try {
      sent.forEach((name, tensor) -> pins.put(name, tensor.pin()));
      Set<String> wanted = served.wiring.wanted();
      Terms terms = new Terms(deadline - System.nanoTime(), served.shaping.priority());
      return new Request(
          served.protocol.request(served.name, sent, pins, wanted, terms), () -> free(pins));
    } catch (RuntimeException | Error e) {
      free(pins);
      throw e;
    }
  }

  /** What the server has counted of the model's runs so far; empty if it does not tell. */
  Optional<ServerTimes> times() {
    try {
      return served.protocol.times(served.endpoint, served.name);
    } catch (CallException e) {
      throw Failures.inRun(e, served.label);
    } catch (MalformedMessageException e) {
      throw Failures.inReply(e, served.label);
    }
  }

  private static void free(Map<String, Tensor.Pin> pins) {
    pins.values().forEach(Tensor.Pin::close);
  }

  private Map<String, Tensor> outputs(Reply reply, Map<String, Tensor> targets, int limit) {
    Map<String, Wiring.Line> lines = new LinkedHashMap<>();
    served.wiring.outputs().forEach(line -> lines.put(line.served(), line));
    Slots slots =
        (name, type, shape) -> {
          Wiring.Line line = lines.get(name);
          Tensor target = line == null ? null : targets.get(line.spec().name());
          return target != null && isOf(target, type, shape) ? target : fresh(type, shape, limit);
        };
    Map<String, Tensor> read = served.protocol.outputs(reply.reader(), slots);
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (Wiring.Line line : served.wiring.outputs()) {
      Tensor tensor = read.get(line.served());
      if (tensor == null || tensor.elementType() != line.wire()) {
        throw new RunFailedException(
            "The reply of %s should hold output '%s' of %s, but holds %s"
                .formatted(served.label, line.served(), line.wire(), read));
      }
      outputs.put(line.spec().name(), line.fromServer(tensor));
    }
    return outputs;
  }

  private static boolean isOf(Tensor target, ElementType type, Shape shape) {
    return target.elementType() == type && target.shape().equals(shape);
  }

  /** A few bytes can announce any size, since equal elements are sent once. */
  private static Tensor fresh(ElementType type, Shape shape, int limit) {
    long elements = shape.elements();
    if (elements > limit || type.byteSize(elements) > limit) {
      throw new MalformedMessageException(
          "%s%s is larger than the %d bytes that a reply may have; the setting %s allows more"
              .formatted(type, shape, limit, Settings.MESSAGE_SIZE));
    }
    return Tensor.allocate(type, shape);
  }

  private void enter() {
    if (!gate.enter()) {
      throw new ClosedException("The executable of " + served.label + " is closed; compile again");
    }
  }

  @Override
  public Binding bind(Map<String, Shape> inputShapes) {
    enter();
    try {
      return new RemoteBinding(this, signature, inputShapes);
    } finally {
      gate.leave();
    }
  }

  /** Closing twice waits both times for the runs in flight, and frees once. */
  @Override
  public void close() {
    gate.close();
    gate.awaitIdle();
    leak.close();
  }

  @Override
  public String toString() {
    return "executable of " + served.label;
  }
}
