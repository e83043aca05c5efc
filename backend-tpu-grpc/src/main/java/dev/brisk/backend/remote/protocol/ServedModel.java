package dev.brisk.backend.remote.protocol;

import dev.brisk.TensorSpec;
import java.util.List;

/**
 * A model as a server describes it.
 *
 * @param version the version that answers; empty if the server tells none
 * @param platform what runs it, in the server's words; empty if it tells nothing
 */
public record ServedModel(
    String version, String platform, List<TensorSpec> inputs, List<TensorSpec> outputs) {
  public ServedModel {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
