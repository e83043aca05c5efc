package dev.brisk.internal.onnx;

import dev.brisk.graph.Extras;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Value;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireReader;
import dev.brisk.internal.protobuf.WireType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code GraphProto}. */
final class GraphReader {
  /** The field of a sparse tensor with its values, whose name is the tensor's. */
  private static final int SPARSE_VALUES = 1;

  private final TensorReader tensors;
  private final NodeReader nodes;

  GraphReader(TensorReader tensors) {
    this.tensors = tensors;
    this.nodes = new NodeReader(new AttributeReader(tensors, this));
  }

  NodeReader nodes() {
    return nodes;
  }

  /** Reads the graph that is the field at which the reader stands. */
  Graph read(WireReader field) {
    Bytes message = field.bytes();
    Parts parts = new Parts(message);
    WireReader reader = field.nested(message);
    while (reader.next()) {
      if ((reader.tag() & 7) == WireType.LENGTH) {
        parts.add(reader);
      } else {
        parts.kept.add(reader);
      }
    }
    return parts.graph();
  }

  /** What was read of a graph so far. */
  private final class Parts {
    final Kept kept;
    private final GraphBuilder builder = Graph.builder("");
    private final Map<String, Bytes> tensorFields = new HashMap<>();
    private final Map<String, Bytes> valueFields = new HashMap<>();

    Parts(Bytes message) {
      kept = new Kept(message, MessageType.GRAPH);
    }

    void add(WireReader reader) {
      switch (reader.field()) {
        case GraphFields.NODE -> builder.node(nodes.read(reader));
        case GraphFields.INITIALIZER -> initializer(reader);
        case GraphFields.SPARSE_INITIALIZER -> sparseInitializer(reader);
        case GraphFields.INPUT -> builder.input(ValueCodec.read(reader));
        case GraphFields.OUTPUT -> builder.output(ValueCodec.read(reader));
        case GraphFields.VALUE_INFO -> value(reader);
        default -> kept.add(reader);
      }
    }

    private void initializer(WireReader reader) {
      Initializer initializer = tensors.read(reader);
      keepEarlier(tensorFields.put(initializer.name(), reader.encoded()));
      builder.initializer(initializer);
    }

    private void sparseInitializer(WireReader reader) {
      Bytes message = reader.bytes();
      Kept.checkSize(message);
      MessageType.SPARSE_TENSOR.check(reader.nested(message));
      Bytes values = Origin.of(message).bytes(SPARSE_VALUES);
      String name = values == null ? "" : Origin.of(values).name(TensorFields.NAME);
      keepEarlier(tensorFields.put(name, reader.encoded()));
      builder.sparseInitializer(name, message.buffer());
    }

    private void value(WireReader reader) {
      Value value = ValueCodec.read(reader);
      keepEarlier(valueFields.put(value.name(), reader.encoded()));
      builder.value(value);
    }

    private void keepEarlier(@Nullable Bytes earlier) {
      if (earlier != null) {
        kept.add(earlier);
      }
    }

    Graph graph() {
      Extras extras = kept.extras();
      return builder.name(Origin.of(extras).name(GraphFields.NAME)).extras(extras).build();
    }
  }
}
