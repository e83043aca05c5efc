package dev.brisk.internal;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A number that tells models apart: a checksum of the structure, and one of the constants. It does
 * not hang on the file, nor on the machine's byte order where constants are single bytes.
 */
public final class Fingerprint {
  private final CRC32C structure = new CRC32C();
  private final CRC32C constants = new CRC32C();

  private Fingerprint() {}

  /** The fingerprint of a model. */
  public static long of(Model model) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(model.graph());
    return fingerprint.structure.getValue() << 32 | fingerprint.constants.getValue();
  }

  private void add(Graph graph) {
    for (Node node : graph.nodes()) {
      add(node.domain());
      add(node.operator());
      node.inputs().forEach(this::add);
      node.outputs().forEach(this::add);
      node.attributes().all().forEach(this::add);
    }
    graph.inputs().forEach(input -> add(input.name()));
    graph.outputs().forEach(output -> add(output.name()));
    graph.initializers().values().forEach(this::add);
  }

  private void add(Initializer initializer) {
    add(initializer.toString());
    add(initializer.tensor());
  }

  private void add(Attribute attribute) {
    add(attribute.name());
    add(attribute.kind().name());
    switch (attribute.kind()) {
      case FLOAT, INT, REFERENCE -> add(attribute.value().toString());
      case STRING -> add(attribute.asString());
      case STRINGS -> attribute.asStrings().forEach(this::add);
      case FLOATS -> add(Arrays.toString(attribute.asFloats()));
      case INTS -> add(Arrays.toString(attribute.asInts()));
      case TENSOR -> add((Initializer) attribute.value());
      case GRAPH, GRAPHS -> attribute.subgraphs().forEach(this::add);
      case TENSORS, OTHER -> {}
    }
  }

  private void add(String text) {
    structure.update(text.getBytes(StandardCharsets.UTF_8));
    structure.update(0);
  }

  private void add(Tensor tensor) {
    if (tensor.elementType() != ElementType.STRING) {
      for (ByteBuffer part : tensor.asByteBuffers()) {
        constants.update(part);
      }
    }
  }
}
