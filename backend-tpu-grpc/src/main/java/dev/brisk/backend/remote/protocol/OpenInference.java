package dev.brisk.backend.remote.protocol;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.backend.remote.call.CallException;
import dev.brisk.backend.remote.call.Endpoint;
import dev.brisk.backend.remote.call.Methods;
import dev.brisk.backend.remote.call.Reply;
import dev.brisk.backend.remote.wire.MalformedMessageException;
import dev.brisk.backend.remote.wire.MessageReader;
import dev.brisk.backend.remote.wire.MessageWriter;
import io.grpc.MethodDescriptor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The Open Inference Protocol, version 2: {@code inference.GRPCInferenceService}. What Triton has
 * beyond it is used only of a server that lists it among its extensions.
 */
public final class OpenInference implements Protocol {
  private static final String SERVICE = "inference.GRPCInferenceService";
  private static final MethodDescriptor<MessageWriter, Reply> LIVE =
      Methods.unary(SERVICE, "ServerLive");
  private static final MethodDescriptor<MessageWriter, Reply> READY =
      Methods.unary(SERVICE, "ModelReady");
  private static final MethodDescriptor<MessageWriter, Reply> METADATA =
      Methods.unary(SERVICE, "ModelMetadata");
  private static final MethodDescriptor<MessageWriter, Reply> INFER =
      Methods.unary(SERVICE, "ModelInfer");

  private static final MethodDescriptor<MessageWriter, Reply> SERVER =
      Methods.unary(SERVICE, "ServerMetadata");
  private static final MethodDescriptor<MessageWriter, Reply> LOAD =
      Methods.unary(SERVICE, "RepositoryModelLoad");
  private static final MethodDescriptor<MessageWriter, Reply> STATISTICS =
      Methods.unary(SERVICE, "ModelStatistics");

  private final Set<String> extensions;

  /** The protocol alone, with no extension. */
  public OpenInference() {
    this(Set.of());
  }

  private OpenInference(Set<String> extensions) {
    this.extensions = Set.copyOf(extensions);
  }

  @Override
  public Protocol at(Endpoint endpoint) throws CallException {
    Set<String> listed = new LinkedHashSet<>();
    try (Reply reply = endpoint.call(SERVER, new MessageWriter(), SMALL_REPLY)) {
      MessageReader message = reply.reader();
      while (message.next()) {
        if (message.field() == 3) {
          listed.add(message.text());
        } else {
          message.skip();
        }
      }
    } catch (CallException e) {
      if (e.kind() != CallException.Kind.UNIMPLEMENTED) {
        throw e;
      }
    }
    return new OpenInference(listed);
  }

  @Override
  public String title() {
    return "the Open Inference Protocol";
  }

  @Override
  public MethodDescriptor<MessageWriter, Reply> inference() {
    return INFER;
  }

  @Override
  public MessageWriter request(
      ModelName model,
      Map<String, Tensor> inputs,
      Map<String, Tensor.Pin> pins,
      Set<String> outputs,
      Terms terms) {
    MessageWriter message = name(model);
    addTerms(message, terms);
    List<ByteBuffer> contents = new ArrayList<>(inputs.size());
    inputs.forEach(
        (name, tensor) -> {
          MessageWriter input = new MessageWriter();
          input.text(1, name);
          input.text(2, OpenInferenceTypes.name(tensor.elementType()));
          input.packed(3, tensor.shape().dims());
          message.message(5, input);
          Tensor.Pin pin = Optional.ofNullable(pins.get(name)).orElseThrow();
          contents.add(OpenInferenceTensors.raw(tensor, pin));
        });
    outputs.forEach(name -> message.message(6, new MessageWriter().text(1, name)));
    contents.forEach(memory -> message.payload(7, memory));
    return message;
  }

  /** The time left is told in microseconds; servers that were not told to heed it do not. */
  private void addTerms(MessageWriter message, Terms terms) {
    if (extensions.contains("schedule_policy")) {
      long micros = Math.max(1, terms.nanosLeft() / 1_000);
      message.message(4, parameter("timeout", new MessageWriter().varint(2, micros)));
      if (terms.priority() > 0) {
        message.message(4, parameter("priority", new MessageWriter().varint(2, terms.priority())));
      }
    }
  }

  private static MessageWriter name(ModelName model) {
    MessageWriter message = new MessageWriter().text(1, model.name());
    return model.version().isEmpty() ? message : message.text(2, model.version());
  }

  @Override
  public Map<String, Tensor> outputs(MessageReader reply, Slots slots) {
    List<OpenInferenceTensors.Description> outputs = new ArrayList<>();
    List<MessageReader> raw = new ArrayList<>();
    while (reply.next()) {
      switch (reply.field()) {
        case 5 -> outputs.add(OpenInferenceTensors.Description.read(reply.message()));
        case 6 -> raw.add(reply.message());
        default -> reply.skip();
      }
    }
    if (!raw.isEmpty() && raw.size() != outputs.size()) {
      throw new MalformedMessageException(
          "%d outputs came with %d raw contents".formatted(outputs.size(), raw.size()));
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      OpenInferenceTensors.Description output = outputs.get(i);
      MessageReader content = raw.isEmpty() ? null : raw.get(i);
      tensors.put(output.name(), OpenInferenceTensors.read(output, content, slots));
    }
    return tensors;
  }

  @Override
  public ServedModel describe(Endpoint endpoint, ModelName model) throws CallException {
    String version = "";
    String platform = "";
    List<TensorSpec> inputs = new ArrayList<>();
    List<TensorSpec> outputs = new ArrayList<>();
    try (Reply reply = endpoint.call(METADATA, name(model), SMALL_REPLY)) {
      MessageReader message = reply.reader();
      while (message.next()) {
        switch (message.field()) {
          case 2 -> version = message.text();
          case 3 -> platform = message.text();
          case 4 -> inputs.add(spec(message.message()));
          case 5 -> outputs.add(spec(message.message()));
          default -> message.skip();
        }
      }
    }
    return new ServedModel(version, platform, inputs, outputs);
  }

  private static TensorSpec spec(MessageReader message) {
    String name = "";
    String type = "";
    List<Long> dims = new ArrayList<>();
    while (message.next()) {
      switch (message.field()) {
        case 1 -> name = message.text();
        case 2 -> type = message.text();
        case 3 -> OpenInferenceTensors.addAll(dims, message.encoded());
        default -> message.skip();
      }
    }
    ElementType element = OpenInferenceTypes.type(type);
    return new TensorSpec(name, element, Shapes.of(dims));
  }

  @Override
  public boolean isSpokenBy(Endpoint endpoint) throws CallException {
    try {
      endpoint.call(LIVE, new MessageWriter(), SMALL_REPLY).close();
      return true;
    } catch (CallException e) {
      if (e.kind() == CallException.Kind.UNIMPLEMENTED) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public String hindrance(Endpoint endpoint, ModelName model) throws CallException {
    try (Reply reply = endpoint.call(READY, name(model), SMALL_REPLY)) {
      MessageReader message = reply.reader();
      boolean ready = false;
      while (message.next()) {
        if (message.field() == 1) {
          ready = message.bool();
        } else {
          message.skip();
        }
      }
      return ready ? "" : "it is not ready";
    } catch (CallException e) {
      if (e.kind() == CallException.Kind.UNIMPLEMENTED) {
        return "";
      }
      throw e;
    }
  }

  @Override
  public Optional<ServerTimes> times(Endpoint endpoint, ModelName model) throws CallException {
    if (!extensions.contains("statistics")) {
      return Optional.empty();
    }
    try (Reply reply = endpoint.call(STATISTICS, name(model), SMALL_REPLY)) {
      return Optional.of(TritonStatistics.read(reply.reader()));
    }
  }

  @Override
  public boolean takesOnnx() {
    return true;
  }

  @Override
  public boolean takesModels() {
    return extensions.contains("model_repository");
  }

  @Override
  public void load(Endpoint endpoint, String model, String config, String file, ByteBuffer content)
      throws CallException {
    MessageWriter message = new MessageWriter().text(2, model);
    message.message(3, parameter("config", new MessageWriter().text(3, config)));
    message.message(3, parameter("file:" + file, new MessageWriter().payload(4, content)));
    endpoint.call(LOAD, message, SMALL_REPLY).close();
  }

  private static MessageWriter parameter(String key, MessageWriter value) {
    return new MessageWriter().text(1, key).message(2, value);
  }
}
