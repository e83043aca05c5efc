/** The API of Brisk, the provider interfaces behind it, the graph and the ONNX codec. */
module dev.brisk.core {
  requires static transitive org.jspecify;
}
