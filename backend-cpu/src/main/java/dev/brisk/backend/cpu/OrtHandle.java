package dev.brisk.backend.cpu;

import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.brisk.internal.CallGate;
import dev.brisk.spi.Activity;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** A native session and what must live as long, freed after the last call in flight. */
final class OrtHandle {
  private final OrtSession session;
  private final OrtSession.SessionOptions options;
  private final String model;
  private final Activity running;
  private final CallGate gate = Shutdown.newGate();

  /**
   * @param model what errors call the model
   * @param name the model's own name
   */
  OrtHandle(OrtSession session, OrtSession.SessionOptions options, String model, String name) {
    this.session = session;
    this.options = options;
    this.model = model;
    this.running = Activity.of(Activity.Kind.RUN, name, OnnxRuntimeProvider.NAME);
  }

  String model() {
    return model;
  }

  /** A run, as listeners are told of it. */
  Activity running() {
    return running;
  }

  /** Starts a call; fails if closed. */
  void enter() {
    if (!gate.enter()) {
      throw OrtErrors.closed(model);
    }
  }

  /** Ends a call. */
  void leave() {
    gate.leave();
  }

  /** Runs the session; between {@link #enter} and {@link #leave}. */
  OrtSession.Result run(
      Map<String, ? extends OnnxTensorLike> inputs,
      Set<String> wanted,
      Map<String, ? extends OnnxValue> pinned)
      throws OrtException {
    return session.run(inputs, wanted, pinned);
  }

  /** When the profile of a session that makes one began, in nanoseconds of the system's clock. */
  long profilingStart() {
    enter();
    try {
      return session.getProfilingStartTimeInNs();
    } catch (OrtException e) {
      throw OrtErrors.inRun(e, model);
    } finally {
      leave();
    }
  }

  /** Ends the profile of a session that makes one; gives its file. */
  Path endProfiling() {
    enter();
    try {
      return Path.of(session.endProfiling());
    } catch (OrtException e) {
      throw OrtErrors.inRun(e, model);
    } finally {
      leave();
    }
  }

  /** Lets no more calls in and waits for those in flight; harmless twice. */
  void stop() {
    gate.close();
    gate.awaitIdle();
  }

  /** Stops and frees the session; called once. */
  void close() {
    stop();
    Shutdown.forget(gate);
    Shutdown.unlessBegun(
        () -> {
          try {
            session.close();
          } catch (OrtException e) {
            throw OrtErrors.inRun(e, model);
          } finally {
            options.close();
          }
        });
  }
}
