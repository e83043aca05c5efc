/** Accelerators on the processor. */
module dev.brisk.backend.cpu {
  requires transitive dev.brisk.core;
  requires static transitive org.jspecify;
  requires com.microsoft.onnxruntime;
}
