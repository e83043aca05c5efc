package dev.brisk.backend.remote;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.TensorSpec;
import dev.brisk.UnsupportedModelException;
import dev.brisk.backend.remote.protocol.OpenInferenceTypes;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What tells Triton of an ONNX model: its message {@code ModelConfig}, as text for a folder and as
 * JSON for a request. The model's own first dimension stays its own, so the server makes no
 * batches.
 */
final class TritonConfig {
  private final Model model;
  private final String name;

  TritonConfig(Model model, String name) {
    this.model = model;
    this.name = name;
  }

  /** In protobuf's text format. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("name: ").append(quoted(name)).append('\n');
    text.append("backend: \"onnxruntime\"\n");
    text.append("max_batch_size: 0\n");
    model.inputs().forEach(spec -> text.append("input ").append(text(spec)));
    model.outputs().forEach(spec -> text.append("output ").append(text(spec)));
    return text.toString();
  }

  private static String text(TensorSpec spec) {
    boolean scalar = shape(spec).rank() == 0;
    return "{\n  name: %s\n  data_type: TYPE_%s\n  dims: [ %s ]\n%s}\n"
        .formatted(
            quoted(spec.name()),
            type(spec),
            dims(spec),
            scalar ? "  reshape { shape: [ ] }\n" : "");
  }

  /** In protobuf's JSON. */
  String json() {
    return "{\"name\":%s,\"backend\":\"onnxruntime\",\"max_batch_size\":0,\"input\":[%s],\"output\":[%s]}"
        .formatted(quoted(name), json(model.inputs()), json(model.outputs()));
  }

  private static String json(List<TensorSpec> specs) {
    return specs.stream()
        .map(
            spec ->
                "{\"name\":%s,\"data_type\":\"TYPE_%s\",\"dims\":[%s]%s}"
                    .formatted(
                        quoted(spec.name()),
                        type(spec),
                        dims(spec),
                        shape(spec).rank() == 0 ? ",\"reshape\":{\"shape\":[]}" : ""))
        .collect(Collectors.joining(","));
  }

  private static String type(TensorSpec spec) {
    return spec.elementType() == ElementType.STRING
        ? "STRING"
        : OpenInferenceTypes.name(spec.elementType());
  }

  /** A scalar is a sequence of one element there. */
  private static String dims(TensorSpec spec) {
    Shape shape = shape(spec);
    return shape.rank() == 0
        ? "1"
        : LongStream.of(shape.dims())
            .mapToObj(dim -> dim == Shape.FREE ? "-1" : Long.toString(dim))
            .collect(Collectors.joining(", "));
  }

  private static Shape shape(TensorSpec spec) {
    if (spec.shape() == null) {
      throw new UnsupportedModelException(
          "Triton must be told how many dimensions %s has; infer the model's shapes first"
              .formatted(spec));
    }
    return spec.shape();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
