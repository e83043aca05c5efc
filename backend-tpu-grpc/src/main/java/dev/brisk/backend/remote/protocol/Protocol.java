package dev.brisk.backend.remote.protocol;

import dev.brisk.Tensor;
import dev.brisk.backend.remote.call.CallException;
import dev.brisk.backend.remote.call.Endpoint;
import dev.brisk.backend.remote.call.Reply;
import dev.brisk.backend.remote.wire.MessageReader;
import dev.brisk.backend.remote.wire.MessageWriter;
import io.grpc.MethodDescriptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a kind of server is asked and answers. Immutable. */
public interface Protocol {
  /** The most bytes that the reply to anything but an inference may have. */
  int SMALL_REPLY = 16 << 20;

  /** What sentences call it, such as {@code TensorFlow Serving}. */
  String title();

  /** The method that runs a model. */
  MethodDescriptor<MessageWriter, Reply> inference();

  /**
   * The request to run a model.
   *
   * @param inputs by the server's names
   * @param pins of the inputs, held until the request is sent
   * @param outputs the server's names of the outputs wanted; empty for all
   */
  MessageWriter request(
      ModelName model,
      Map<String, Tensor> inputs,
      Map<String, Tensor.Pin> pins,
      Set<String> outputs,
      Terms terms);

  /** The outputs of a reply by the server's names. */
  Map<String, Tensor> outputs(MessageReader reply, Slots slots);

  /** Asks for the model's inputs and outputs. */
  ServedModel describe(Endpoint endpoint, ModelName model) throws CallException;

  /** Whether a server is there that speaks this. */
  boolean isSpokenBy(Endpoint endpoint) throws CallException;

  /** Why the model cannot run now, in a clause; empty if it can. */
  String hindrance(Endpoint endpoint, ModelName model) throws CallException;

  /** This with what the server at an endpoint can do beyond it. */
  default Protocol at(Endpoint endpoint) throws CallException {
    return this;
  }

  /** What the server has counted of a model's runs so far; empty if it does not tell. */
  default Optional<ServerTimes> times(Endpoint endpoint, ModelName model) throws CallException {
    return Optional.empty();
  }

  /** Whether servers can have ONNX models in their folders. */
  default boolean takesOnnx() {
    return false;
  }

  /** Whether the server loads models that are sent to it. */
  default boolean takesModels() {
    return false;
  }

  /**
   * Has a server that {@link #takesModels takes models} load one, in place of what it has of that
   * name.
   *
   * @param config the model's configuration, as JSON
   * @param file the model file's path within the model's folder
   */
  default void load(Endpoint endpoint, String model, String config, String file, ByteBuffer content)
      throws CallException {
    throw new UnsupportedOperationException(title() + " has no way to load a model");
  }

  /** All protocols, in the order in which a server is tried. */
  static List<Protocol> all() {
    return List.of(new OpenInference(), new TensorFlowServing());
  }
}
