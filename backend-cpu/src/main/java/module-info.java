/** Accelerators on the processor. */
module dev.brisk.backend.cpu {
  requires transitive dev.brisk.core;
  requires static transitive org.jspecify;
  requires com.microsoft.onnxruntime;

  provides dev.brisk.spi.AcceleratorProvider with
      dev.brisk.backend.cpu.OnnxRuntimeProvider;
}
