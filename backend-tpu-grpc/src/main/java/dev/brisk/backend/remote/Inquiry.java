package dev.brisk.backend.remote;

import dev.brisk.UnavailableException;
import dev.brisk.backend.remote.call.CallException;
import dev.brisk.backend.remote.call.Endpoint;
import dev.brisk.backend.remote.protocol.ModelName;
import dev.brisk.backend.remote.protocol.Protocol;
import dev.brisk.backend.remote.protocol.ServedModel;
import dev.brisk.backend.remote.wire.MalformedMessageException;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a server before a model runs on it.
 *
 * @param label names the model and its place in errors
 */
record Inquiry(Endpoint endpoint, String label) {
  /** The protocol given, or else the one that the server speaks, with what it does beyond it. */
  Protocol spoken(@Nullable Protocol protocol) {
    try {
      if (protocol != null) {
        return protocol.at(endpoint);
      }
      for (Protocol candidate : Protocol.all()) {
        if (candidate.isSpokenBy(endpoint)) {
          return candidate.at(endpoint);
        }
      }
    } catch (CallException e) {
      throw Failures.inCompile(e, label);
    } catch (MalformedMessageException e) {
      throw Failures.inReply(e, label);
    }
    throw new UnavailableException(
        "%s cannot be used: the server speaks neither %s"
            .formatted(
                label,
                String.join(" nor ", Protocol.all().stream().map(Protocol::title).toList())));
  }

  /** The inputs and outputs of a model that can run now. */
  ServedModel describe(Protocol spoken, ModelName asked) {
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
}
