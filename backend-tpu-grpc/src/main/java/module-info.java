/** Accelerators behind gRPC: TensorFlow Serving and the Open Inference Protocol. */
module dev.brisk.backend.remote {
  requires transitive dev.brisk.core;
  requires static transitive org.jspecify;
  requires io.grpc;

  exports dev.brisk.backend.remote;

  provides dev.brisk.spi.AcceleratorProvider with
      dev.brisk.backend.remote.TensorFlowServingProvider,
      dev.brisk.backend.remote.OpenInferenceProvider;
}
