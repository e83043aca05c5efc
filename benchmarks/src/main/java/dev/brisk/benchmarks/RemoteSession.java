package dev.brisk.benchmarks;

import dev.brisk.Binding;
import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.backend.remote.RemoteAccelerators;
import java.util.Map;
import java.util.Optional;

/** Brisk as a client. */
final class RemoteSession implements Session {
  private final CannedServer server;
  private final RemoteSide side;
  private final Executable executable;
  private final Binding binding;
  private final Tensor tensor;
  private final float[] values;
  private Tensor made;
  private float[] read = new float[1];

  RemoteSession(CannedServer server, int floats, RemoteSide side) {
    this.server = server;
    this.side = side;
    this.executable =
        RemoteAccelerators.connect(
            "grpc://" + server.address() + "/same",
            CompileOptions.defaults()
                .with("grpc.connections", side == RemoteSide.POOLED ? "2" : "1"));
    this.binding = executable.bind();
    this.values = new float[floats];
    this.tensor = Tensor.allocate(ElementType.FLOAT32, Shape.of(floats));
    this.made = tensor;
  }

  @Override
  public void run() {
    switch (side) {
      case BOUND, POOLED -> binding.run();
      case TENSORS -> made = y(tensor);
      default -> read = y(Tensor.of(values, values.length)).toFloatArray();
    }
  }

  private Tensor y(Tensor x) {
    return Optional.ofNullable(executable.run(x).get("y")).orElseThrow();
  }

  @Override
  public int digest() {
    return switch (side) {
      case BOUND, POOLED -> (int) binding.output("y").asFloatBuffer().get(values.length - 1);
      case TENSORS -> (int) made.asFloatBuffer().get(values.length - 1);
      default -> (int) read[read.length - 1];
    };
  }

  @Override
  public Map<String, Tensor> outputs() {
    return Map.of(
        "y",
        switch (side) {
          case BOUND, POOLED -> Tensor.of(binding.output("y").toFloatArray(), values.length);
          case TENSORS -> Tensor.of(made.toFloatArray(), values.length);
          default -> Tensor.of(read, read.length);
        });
  }

  @Override
  public void close() {
    binding.close();
    executable.close();
    server.close();
  }
}
