package dev.brisk.benchmarks;

import dev.brisk.Tensor;
import inference.GRPCInferenceServiceGrpc;
import inference.GrpcPredictV2.InferTensorContents;
import inference.GrpcPredictV2.ModelInferRequest;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;
import java.util.Map;

/** A client as gRPC's own tools make it, or one of bytes alone. */
final class StubSession implements Session {
  private final CannedServer server;
  private final ManagedChannel channel;
  private final GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub stub;
  private final boolean echo;
  private final byte[] bytes;
  private final float[] values;
  private float[] read;
  private int digest;

  StubSession(CannedServer server, int floats, boolean echo) {
    this.server = server;
    this.channel = server.channel();
    this.stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
    this.echo = echo;
    this.bytes = new byte[floats * Float.BYTES];
    this.values = new float[floats];
    this.read = values;
  }

  @Override
  public void run() {
    if (echo) {
      byte[] back =
          ClientCalls.blockingUnaryCall(channel, CannedServer.ECHO, CallOptions.DEFAULT, bytes);
      digest = back[back.length - 1];
    } else {
      read = infer();
      digest = (int) read[read.length - 1];
    }
  }

  private float[] infer() {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    for (float value : values) {
      contents.addFp32Contents(value);
    }
    ModelInferRequest request =
        ModelInferRequest.newBuilder()
            .setModelName("same")
            .addInputs(
                ModelInferRequest.InferInputTensor.newBuilder()
                    .setName("x")
                    .setDatatype("FP32")
                    .addShape(values.length)
                    .setContents(contents))
            .build();
    InferTensorContents reply = stub.modelInfer(request).getOutputs(0).getContents();
    float[] got = new float[reply.getFp32ContentsCount()];
    for (int i = 0; i < got.length; i++) {
      got[i] = reply.getFp32Contents(i);
    }
    return got;
  }

  @Override
  public int digest() {
    return digest;
  }

  @Override
  public Map<String, Tensor> outputs() {
    return Map.of("y", Tensor.of(read, read.length));
  }

  @Override
  public void close() {
    server.close();
  }
}
