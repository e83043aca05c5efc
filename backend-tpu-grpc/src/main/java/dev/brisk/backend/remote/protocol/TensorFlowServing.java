package dev.brisk.backend.remote.protocol;

import dev.brisk.Shape;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** TensorFlow Serving: {@code tensorflow.serving.PredictionService} and {@code ModelService}. */
public final class TensorFlowServing implements Protocol {
  private static final String PREDICTION = "tensorflow.serving.PredictionService";
  private static final MethodDescriptor<MessageWriter, Reply> PREDICT =
      Methods.unary(PREDICTION, "Predict");
  private static final MethodDescriptor<MessageWriter, Reply> METADATA =
      Methods.unary(PREDICTION, "GetModelMetadata");
  private static final MethodDescriptor<MessageWriter, Reply> STATUS =
      Methods.unary("tensorflow.serving.ModelService", "GetModelStatus");

  /** What the server calls the signature that stands for an empty name. */
  private static final String DEFAULT_SIGNATURE = "serving_default";

  private static final String SIGNATURES = "signature_def";
  private static final int AVAILABLE = 30;

  @Override
  public String title() {
    return "TensorFlow Serving";
  }

  @Override
  public MethodDescriptor<MessageWriter, Reply> inference() {
    return PREDICT;
  }

  @Override
  public MessageWriter request(
      ModelName model,
      Map<String, Tensor> inputs,
      Map<String, Tensor.Pin> pins,
      Set<String> outputs,
      Terms terms) {
    MessageWriter message = new MessageWriter().message(1, spec(model));
    inputs.forEach(
        (name, tensor) -> {
          MessageWriter entry = new MessageWriter().text(1, name);
          entry.message(2, TensorFlowTensors.write(tensor, pin(pins, name)));
          message.message(2, entry);
        });
    outputs.forEach(name -> message.text(3, name));
    return message;
  }

  private static Tensor.Pin pin(Map<String, Tensor.Pin> pins, String name) {
    return Optional.ofNullable(pins.get(name)).orElseThrow();
  }

  private static MessageWriter spec(ModelName model) {
    MessageWriter spec = new MessageWriter().text(1, model.name());
    if (model.version().matches("\\d{1,18}")) {
      spec.message(2, new MessageWriter().varint(1, Long.parseLong(model.version())));
    }
    if (!model.signature().isEmpty()) {
      spec.text(3, model.signature());
    }
    if (!model.version().isEmpty() && !model.version().matches("\\d{1,18}")) {
      spec.text(4, model.version());
    }
    return spec;
  }

  @Override
  public Map<String, Tensor> outputs(MessageReader reply, Slots slots) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    while (reply.next()) {
      if (reply.field() != 1) {
        reply.skip();
        continue;
      }
      Entry entry = entry(reply.message());
      outputs.put(entry.key(), TensorFlowTensors.read(entry.key(), entry.value(), slots));
    }
    return outputs;
  }

  /** An entry of a map whose values are messages. */
  private record Entry(String key, MessageReader value) {}

  private static Entry entry(MessageReader message) {
    String key = "";
    MessageReader value = MessageReader.of(List.of());
    while (message.next()) {
      switch (message.field()) {
        case 1 -> key = message.text();
        case 2 -> value = message.message();
        default -> message.skip();
      }
    }
    return new Entry(key, value);
  }

  @Override
  public ServedModel describe(Endpoint endpoint, ModelName model) throws CallException {
    MessageWriter request = new MessageWriter().message(1, spec(model)).text(2, SIGNATURES);
    String version = "";
    Map<String, MessageReader> signatures = new TreeMap<>();
    try (Reply reply = endpoint.call(METADATA, request, SMALL_REPLY)) {
      MessageReader message = reply.reader();
      while (message.next()) {
        switch (message.field()) {
          case 1 -> version = version(message.message());
          case 2 -> {
            Entry entry = entry(message.message());
            if (entry.key().equals(SIGNATURES)) {
              signatures(entry.value(), signatures);
            }
          }
          default -> message.skip();
        }
      }
      String wanted = model.signature().isEmpty() ? DEFAULT_SIGNATURE : model.signature();
      MessageReader signature = signatures.get(wanted);
      if (signature == null) {
        throw new CallException(
            CallException.Kind.NOT_FOUND,
            "it has no signature '%s', but these: %s".formatted(wanted, signatures.keySet()),
            null);
      }
      return signature(version, signature);
    }
  }

  private static String version(MessageReader spec) {
    while (spec.next()) {
      if (spec.field() == 2) {
        MessageReader number = spec.message();
        return number.next() && number.field() == 1 ? Long.toString(number.varint()) : "";
      }
      spec.skip();
    }
    return "";
  }

  /** Reads an {@code Any} with a map of signatures. */
  private static void signatures(MessageReader any, Map<String, MessageReader> signatures) {
    while (any.next()) {
      if (any.field() != 2) {
        any.skip();
        continue;
      }
      MessageReader map = any.message();
      while (map.next()) {
        if (map.field() == 1) {
          Entry entry = entry(map.message());
          signatures.put(entry.key(), entry.value());
        } else {
          map.skip();
        }
      }
    }
  }

  private static ServedModel signature(String version, MessageReader signature) {
    List<TensorSpec> inputs = new ArrayList<>();
    List<TensorSpec> outputs = new ArrayList<>();
    while (signature.next()) {
      switch (signature.field()) {
        case 1 -> inputs.add(info(entry(signature.message())));
        case 2 -> outputs.add(info(entry(signature.message())));
        default -> signature.skip();
      }
    }
    return new ServedModel(version, "tensorflow", inputs, outputs);
  }

  private static TensorSpec info(Entry entry) {
    int type = 0;
    @Nullable Shape shape = null;
    MessageReader info = entry.value();
    while (info.next()) {
      switch (info.field()) {
        case 2 -> type = info.intValue();
        case 3 -> shape = TensorFlowTensors.readShape(info.message());
        case 4, 5 ->
            throw new MalformedMessageException(
                "'%s' is sparse or composite, not a tensor".formatted(entry.key()));
        default -> info.skip();
      }
    }
    return new TensorSpec(entry.key(), TensorFlowTypes.type(type), shape);
  }

  /** A server without the model says so in its own words, a server of another kind in gRPC's. */
  @Override
  public boolean isSpokenBy(Endpoint endpoint) throws CallException {
    MessageWriter request = new MessageWriter().message(1, spec(new ModelName("", "", "")));
    try {
      endpoint.call(STATUS, request, SMALL_REPLY).close();
      return true;
    } catch (CallException e) {
      return switch (e.kind()) {
        case NOT_FOUND, INVALID -> true;
        case UNIMPLEMENTED -> false;
        default -> throw e;
      };
    }
  }

  @Override
  public String hindrance(Endpoint endpoint, ModelName model) throws CallException {
    MessageWriter request =
        new MessageWriter().message(1, spec(new ModelName(model.name(), model.version(), "")));
    List<String> states = new ArrayList<>();
    try (Reply reply = endpoint.call(STATUS, request, SMALL_REPLY)) {
      MessageReader message = reply.reader();
      while (message.next()) {
        if (message.field() != 1) {
          message.skip();
          continue;
        }
        VersionStatus status = VersionStatus.read(message.message());
        if (status.state() == AVAILABLE) {
          return "";
        }
        states.add(status.toString());
      }
    } catch (CallException e) {
      if (e.kind() == CallException.Kind.UNIMPLEMENTED) {
        return ""; // a stand-in may serve predictions alone
      }
      throw e;
    }
    return states.isEmpty() ? "it has no version" : String.join(", ", states);
  }

  /** What became of one version of a model. */
  private record VersionStatus(long version, int state, String error) {
    static VersionStatus read(MessageReader message) {
      long version = 0;
      int state = 0;
      String error = "";
      while (message.next()) {
        switch (message.field()) {
          case 1 -> version = message.varint();
          case 2 -> state = message.intValue();
          case 3 -> error = error(message.message());
          default -> message.skip();
        }
      }
      return new VersionStatus(version, state, error);
    }

    private static String error(MessageReader status) {
      String error = "";
      while (status.next()) {
        if (status.field() == 2) {
          error = status.text();
        } else {
          status.skip();
        }
      }
      return error;
    }

    /** Such as {@code version 3 is loading}. */
    @Override
    public String toString() {
      String name =
          switch (state) {
            case 10 -> "is about to load";
            case 20 -> "is loading";
            case AVAILABLE -> "is available";
            case 40 -> "is unloading";
            case 50 -> "has ended";
            default -> "is in an unknown state";
          };
      return "version " + version + " " + name + (error.isEmpty() ? "" : " (" + error + ")");
    }
  }
}
