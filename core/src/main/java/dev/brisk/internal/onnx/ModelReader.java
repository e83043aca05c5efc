package dev.brisk.internal.onnx;

import dev.brisk.InvalidModelException;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.graph.Extras;
import dev.brisk.graph.Function;
import dev.brisk.graph.Graph;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireFormatException;
import dev.brisk.internal.protobuf.WireReader;
import dev.brisk.internal.protobuf.WireType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code ModelProto}. */
final class ModelReader {
  private static final int GRAPH = WireType.tag(ModelFields.GRAPH, WireType.LENGTH);
  private static final int FUNCTION = WireType.tag(ModelFields.FUNCTIONS, WireType.LENGTH);

  private final GraphReader graphs;
  private final List<Function> functions = new ArrayList<>();
  private @Nullable Graph graph;

  private ModelReader(ExternalFiles files) {
    graphs = new GraphReader(new TensorReader(files));
  }

  /** Reads the model in a file's bytes. */
  static Model read(Bytes file, Path path) {
    return new ModelReader(ExternalFiles.beside(path)).model(file, path);
  }

  /** Reads the model in memory, some of whose weights may be in files. */
  static Model read(Bytes memory, ExternalFiles files) {
    return new ModelReader(files).model(memory, null);
  }

  private Model model(Bytes file, @Nullable Path path) {
    Kept kept = new Kept(file, MessageType.MODEL);
    WireReader reader = new WireReader(file);
    while (reader.next()) {
      if (reader.tag() == GRAPH) {
        graph(reader);
      } else if (reader.tag() == FUNCTION) {
        functions.add(FunctionCodec.read(reader, graphs.nodes()));
      } else {
        kept.add(reader);
      }
    }
    if (graph == null) {
      throw new InvalidModelException("it has no graph");
    }
    ModelInfo info = info(kept.extras());
    return path == null ? Model.of(graph, info) : Model.loaded(graph, info, path);
  }

  private void graph(WireReader reader) {
    if (graph != null) {
      throw new WireFormatException(reader.offset(), "a second graph begins");
    }
    graph = graphs.read(reader);
  }

  private ModelInfo info(Extras extras) {
    Origin origin = Origin.of(extras);
    long irVersion = origin.varint(ModelFields.IR_VERSION, 0);
    if (irVersion < 1) {
      throw new InvalidModelException(
          "its ir_version must be 1 or more, but is " + (irVersion == 0 ? "absent" : irVersion));
    }
    return new ModelInfo(
        irVersion,
        ModelFields.opsets(origin),
        new ModelInfo.Producer(
            origin.prose(ModelFields.PRODUCER_NAME), origin.prose(ModelFields.PRODUCER_VERSION)),
        new ModelInfo.Version(
            origin.prose(ModelFields.DOMAIN), origin.varint(ModelFields.MODEL_VERSION, 0)),
        origin.prose(ModelFields.DOC_STRING),
        origin.entries(ModelFields.METADATA_PROPS),
        functions,
        extras);
  }
}
