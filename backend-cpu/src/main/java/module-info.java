/** Accelerators on the processor. */
module dev.brisk.backend.cpu {
  requires transitive dev.brisk.core;
  requires static transitive org.jspecify;
  requires com.microsoft.onnxruntime;
  requires org.bytedeco.dnnl;
  requires org.bytedeco.javacpp;

  provides dev.brisk.spi.AcceleratorProvider with
      dev.brisk.backend.cpu.OnnxRuntimeProvider,
      dev.brisk.backend.cpu.onednn.OneDnnProvider;
}
