package dev.brisk.backend.remote;

import dev.brisk.Accelerator;
import dev.brisk.Availability;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.backend.remote.protocol.Protocol;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Models that servers run, reached by gRPC.
 *
 * <pre>{@code
 * try (Executable exe = RemoteAccelerators.connect("grpc://tpu-1:8500,tpu-2:8500/resnet50",
 *     CompileOptions.defaults().with("grpc.deadline", "50ms"))) {
 *   float[] scores = exe.run(image).get("scores").toFloatArray();
 * }
 * }</pre>
 *
 * <p>An address is {@code grpc://host:port/model}, {@code grpc://host:port/model/version}, with
 * several hosts before the model where all serve the same, {@code grpcs://} for TLS, or anything
 * that gRPC resolves, such as {@code dns:///name:port}, the model then being named by a setting.
 * The settings:
 *
 * <ul>
 *   <li>{@code grpc.deadline}: the time for a run from the call to its end, {@code 30s}; a deadline
 *       of the calling thread's gRPC context counts, too
 *   <li>{@code grpc.attempts}: how often a request is sent at most where connections are lost, 3;
 *       extra ones are kept to a tenth of the calls
 *   <li>{@code grpc.in-flight}: calls at a time for each host, 64; more wait as long as their time
 *       allows
 *   <li>{@code grpc.hedge}: {@code off}, or after what time a second host gets the request, too:
 *       {@code p95} of the times of late, or a time such as {@code 5ms}
 *   <li>{@code grpc.connections}: to each host, 1
 *   <li>{@code grpc.balancing}: {@code pick_first}, or {@code round_robin} over a name's addresses
 *   <li>{@code grpc.message-size}: the most bytes of a reply; from the outputs' shapes
 *   <li>{@code grpc.keepalive}: {@code off}, or a time of at least {@code 60s}
 *   <li>{@code grpc.model}, {@code grpc.version}, {@code grpc.signature}: what the address leaves
 *       open
 *   <li>{@code grpc.name.NAME}: what the server calls the input or output NAME
 *   <li>{@code grpc.batch-sizes}: the numbers of rows that the server is made for, such as {@code
 *       1,8,32}; any other is filled up, or sent in pieces
 *   <li>{@code grpc.priority}: the server's own number of an urgency; like the time left, it is
 *       told to servers that list the extension {@code schedule_policy}
 *   <li>{@code grpc.push}: {@code true} to have the servers load the model that is compiled, in
 *       place of what they have of that name; for those that list the extension {@code
 *       model_repository}
 *   <li>{@code grpc.repository}: a folder where compiling writes what to deploy if the server has
 *       no such model, see {@link ModelRepository}
 *   <li>{@code grpc.tls}, {@code grpc.tls.authorities}, {@code grpc.tls.certificate}, {@code
 *       grpc.tls.key}, {@code grpc.tls.authority}: TLS, whom to trust, this client's own
 *       certificate, and the name to expect
 *   <li>{@code grpc.token-file}: a file with a token to send as {@code Bearer}; read anew when it
 *       is renewed
 *   <li>{@code grpc.header.NAME}: a header of each request
 * </ul>
 *
 * <p>Compiling checks a model's inputs and outputs against the server's. Floats of another width
 * and the 8-bit codes of a quantized model's own inputs and outputs are converted on the way.
 *
 * <p>Runs fail with {@link DeadlineException}, {@link OverloadException} and {@link
 * ConnectionLostException} where the caller can do something about it.
 */
public final class RemoteAccelerators {
  /** The accelerator of TensorFlow Serving. */
  public static final String TENSORFLOW_SERVING = "tpu-grpc";

  /** The accelerator of the Open Inference Protocol. */
  public static final String OPEN_INFERENCE = "oip-grpc";

  private static final String EITHER = "grpc";

  private RemoteAccelerators() {}

  /**
   * The accelerator that runs models on the server at an address, whatever protocol it speaks.
   * Compiling checks that the server has the model; nothing is asked before.
   *
   * @throws dev.brisk.InvalidInputException if the address has no known form
   */
  public static Accelerator at(String address) {
    Target.of(address);
    return new RemoteAccelerator(EITHER, null, Map.of(Settings.TARGET, address));
  }

  /**
   * What a server has at an address, with the inputs and outputs that the server tells; to be
   * closed.
   *
   * @throws dev.brisk.UnavailableException if the server has no such model
   * @throws DeadlineException if it does not answer in time
   * @throws ConnectionLostException if it cannot be reached
   */
  public static Executable connect(String address, CompileOptions options) {
    return new RemoteAccelerator(EITHER, null, Map.of(Settings.TARGET, address)).connect(options);
  }

  /** The property, or else the variable of the environment, with an accelerator's address. */
  static @Nullable String configured(String accelerator) {
    String property = System.getProperty(property(accelerator));
    return property != null ? property : System.getenv(variable(accelerator));
  }

  private static String property(String accelerator) {
    return "brisk." + accelerator + ".target";
  }

  private static String variable(String accelerator) {
    return "BRISK_" + accelerator.toUpperCase(java.util.Locale.ROOT).replace('-', '_') + "_TARGET";
  }

  static Availability availability(String accelerator) {
    String target = configured(accelerator);
    return target == null
        ? Availability.no(
            "no server is named; set the system property %s or the variable %s to grpc://host:port/model, or use RemoteAccelerators.at"
                .formatted(property(accelerator), variable(accelerator)))
        : Availability.yes("runs on the server at " + target);
  }

  static Accelerator open(String accelerator, Protocol protocol) {
    String target = configured(accelerator);
    return new RemoteAccelerator(
        accelerator, protocol, target == null ? Map.of() : Map.of(Settings.TARGET, target));
  }
}
