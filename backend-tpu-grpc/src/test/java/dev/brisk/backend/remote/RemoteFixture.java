package dev.brisk.backend.remote;

import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.backend.remote.testing.ServedModels;
import dev.brisk.backend.remote.testing.TensorFlowFacade;
import dev.brisk.backend.remote.testing.TestServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A server of the model {@code twice}, which doubles float32[rows], and clients of it. */
final class RemoteFixture implements AutoCloseable {
  static final Shape ROWS = Shape.of(Shape.FREE);

  final ServedModels models = new ServedModels();
  final AtomicInteger runs = new AtomicInteger();
  TestServer server;

  RemoteFixture() {
    this(0);
  }

  RemoteFixture(int port) {
    serve("twice", RemoteFixture::twice);
    start(port);
  }

  void serve(String name, UnaryOperator<Map<String, Tensor>> function) {
    models.add(
        name,
        new ServedModels.Served(
            List.of(new TensorSpec("x", ElementType.FLOAT32, ROWS)),
            List.of(new TensorSpec("y", ElementType.FLOAT32, ROWS)),
            inputs -> {
              runs.incrementAndGet();
              return function.apply(inputs);
            }));
  }

  void start(int port) {
    server = TestServer.start(port, new TensorFlowFacade(models, false).services());
  }

  static Map<String, Tensor> twice(Map<String, Tensor> inputs) {
    float[] values = inputs.get("x").toFloatArray();
    for (int i = 0; i < values.length; i++) {
      values[i] *= 2;
    }
    return Map.of("y", Tensor.of(values, values.length));
  }

  static UnaryOperator<Map<String, Tensor>> slow(long millis) {
    return inputs -> {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return twice(inputs);
    };
  }

  /** Doubles once the latch is open. */
  static UnaryOperator<Map<String, Tensor>> held(CountDownLatch go) {
    return inputs -> {
      try {
        go.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return twice(inputs);
    };
  }

  String address() {
    return server.address();
  }

  static Executable connect(String hosts, String... settings) {
    return connectTo(hosts, "twice", settings);
  }

  static Executable connectTo(String hosts, String model, String... settings) {
    CompileOptions options = CompileOptions.defaults();
    for (int i = 0; i < settings.length; i += 2) {
      options = options.with(settings[i], settings[i + 1]);
    }
    return RemoteAccelerators.connect("grpc://" + hosts + "/" + model, options);
  }

  /** Runs with a value that tells whose answer comes back. */
  static boolean isRight(Executable executable, float value) {
    try (Tensor y = executable.run(Tensor.of(new float[] {value, -value}, 2)).get("y")) {
      return y.toFloatArray()[0] == 2 * value && y.toFloatArray()[1] == -2 * value;
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
