package dev.brisk.backend.cpu;

import ai.onnxruntime.OrtEnvironment;
import dev.brisk.internal.CallGate;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Lets the process end without a crash while native calls are in flight.
 *
 * <p>ONNX Runtime's own shutdown hook frees its environment at once, also under calls in flight.
 * Shutdown hooks run side by side, so ours cannot come first; instead it holds a second reference
 * to the native environment, lets no new calls in, and waits for those in flight, so that the
 * library is not unloaded under them.
 */
final class Shutdown {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);
  private static final System.Logger LOG = System.getLogger("dev.brisk.onnxruntime");
  private static final Set<CallGate> GATES = ConcurrentHashMap.newKeySet();
  private static volatile boolean begun;

  /** Counts the native calls that are no runs. */
  private static final CallGate OTHERS = newGate();

  private Shutdown() {}

  /** Registers the hook; called once. */
  static void guard(OrtEnvironment environment) {
    retain(environment);
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(Shutdown::drain, "brisk-shutdown"));
    } catch (IllegalStateException e) {
      begun = true;
    }
  }

  /** A gate that closes when the process begins to end; to be {@link #forget forgotten}. */
  static CallGate newGate() {
    CallGate gate = new CallGate();
    GATES.add(gate);
    if (begun) {
      gate.close();
    }
    return gate;
  }

  static void forget(CallGate gate) {
    GATES.remove(gate);
  }

  /** Frees something native, unless the process is ending, which frees all. */
  static void unlessBegun(Runnable release) {
    if (OTHERS.enter()) {
      try {
        release.run();
      } finally {
        OTHERS.leave();
      }
    }
  }

  /** Starts making something native, which must {@link #leave}; false if the process is ending. */
  static boolean enter() {
    return OTHERS.enter();
  }

  static void leave() {
    OTHERS.leave();
  }

  static boolean hasBegun() {
    return begun;
  }

  private static void drain() {
    begun = true;
    GATES.forEach(CallGate::close);
    long deadline = System.nanoTime() + PATIENCE;
    try {
      for (CallGate gate : GATES) {
        if (!gate.awaitIdle(deadline)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The environment counts its references, and creating it again adds one. */
  private static void retain(OrtEnvironment environment) {
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.privateLookupIn(OrtEnvironment.class, MethodHandles.lookup());
      Class<?> natives = lookup.findClass("ai.onnxruntime.OnnxRuntime");
      long api =
          (long)
              MethodHandles.privateLookupIn(natives, MethodHandles.lookup())
                  .findStaticGetter(natives, "ortApiHandle", long.class)
                  .invoke();
      MethodHandle create =
          lookup.findStatic(
              OrtEnvironment.class,
              "createHandle",
              MethodType.methodType(long.class, long.class, int.class, String.class));
      long again = (long) create.invoke(api, 2, OrtEnvironment.DEFAULT_NAME);
      LOG.log(System.Logger.Level.TRACE, "{0} is retained as {1}", environment, again);
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.DEBUG, "ONNX Runtime's environment could not be retained", e);
    }
  }
}
