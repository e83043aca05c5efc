/** The API of Brisk, the provider interfaces behind it, the graph and the ONNX codec. */
module dev.brisk.core {
  requires static java.management;
  requires static jdk.jfr;
  requires static transitive org.jspecify;

  exports dev.brisk;
  exports dev.brisk.engine to
      dev.brisk.backend.cpu;
  exports dev.brisk.graph;
  exports dev.brisk.op;
  exports dev.brisk.pass;
  exports dev.brisk.pass.opset;
  exports dev.brisk.spi;
  exports dev.brisk.internal to
      dev.brisk.quantization,
      dev.brisk.backend.cpu,
      dev.brisk.backend.remote,
      dev.brisk.cli;
  exports dev.brisk.internal.file to
      dev.brisk.quantization;
  exports dev.brisk.internal.onnx to
      dev.brisk.backend.cpu;
  exports dev.brisk.internal.race to
      dev.brisk.quantization,
      dev.brisk.cli;

  uses dev.brisk.spi.AcceleratorProvider;
  uses dev.brisk.spi.ModelFormat;
  uses dev.brisk.spi.QuantizationKernelsProvider;
  uses dev.brisk.spi.QuantizerProvider;
  uses dev.brisk.spi.TraceListener;

  provides dev.brisk.spi.AcceleratorProvider with
      dev.brisk.internal.reference.ReferenceProvider;
  provides dev.brisk.spi.ModelFormat with
      dev.brisk.internal.onnx.OnnxModelFormat;
  provides dev.brisk.spi.QuantizationKernelsProvider with
      dev.brisk.internal.kernels.ScalarKernelsProvider,
      dev.brisk.internal.kernels.VectorKernelsProvider;
}
