package dev.brisk.internal.onnx;

import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.graph.Initializer;
import dev.brisk.internal.protobuf.WireMessage;
import dev.brisk.internal.protobuf.WireWriter;
import java.util.Map;

/** Writes {@code ModelProto}. */
final class ModelWriter {
  private final GraphWriter graphs;

  private ModelWriter(Map<Initializer, ExternalSlot> slots) {
    graphs = new GraphWriter(new TensorWriter(slots));
  }

  /** Measures a model that refers to another file for the elements of the given tensors. */
  static WireMessage measure(Model model, Map<Initializer, ExternalSlot> slots) {
    ModelWriter writer = new ModelWriter(slots);
    return WireMessage.measure(out -> writer.write(out, model));
  }

  private void write(WireWriter out, Model model) {
    ModelInfo info = model.info();
    writeInfo(out, info);
    out.message(ModelFields.GRAPH, inner -> graphs.write(inner, model.graph()));
    info.functions()
        .forEach(
            function ->
                out.message(
                    ModelFields.FUNCTIONS,
                    inner -> FunctionCodec.write(inner, function, graphs.nodes())));
  }

  private static void writeInfo(WireWriter out, ModelInfo info) {
    Origin origin = Origin.of(info.extras());
    Rewrite rewrite =
        new Rewrite(origin)
            .varint(ModelFields.IR_VERSION, info.irVersion(), 0)
            .prose(ModelFields.PRODUCER_NAME, info.producer().name())
            .prose(ModelFields.PRODUCER_VERSION, info.producer().version())
            .prose(ModelFields.DOMAIN, info.version().domain())
            .varint(ModelFields.MODEL_VERSION, info.version().number(), 0)
            .prose(ModelFields.DOC_STRING, info.doc())
            .entries(ModelFields.METADATA_PROPS, info.metadata());
    OpsetCodec.write(rewrite, ModelFields.OPSET_IMPORT, ModelFields.opsets(origin), info.opsets());
    rewrite.writeTo(out);
  }
}
