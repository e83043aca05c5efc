package dev.brisk.internal.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Function;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.graph.ValueType;
import dev.brisk.internal.memory.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What was changed is written as it is now, what was not as it was. */
final class EditTest {
  private static final String MODEL =
      """
      ir_version: 8
      producer_name: "them"
      doc_string: "kept"
      opset_import { domain: "" version: 13 }
      metadata_props { key: "k" value: "v" }
      functions {
        name: "F" domain: "d" input: "a" output: "b" doc_string: "kept"
        node { op_type: "Relu" input: "a" output: "b" }
        opset_import { version: 13 }
      }
      graph {
        name: "g"
        doc_string: "kept"
        node {
          name: "n" op_type: "Conv" input: "x" input: "w" output: "y" doc_string: "kept"
          attribute { name: "group" type: INT i: 1 doc_string: "kept" }
          attribute { name: "pads" type: INTS ints: 1 ints: 1 }
          attribute { name: "t" type: TENSOR doc_string: "kept" t { data_type: 6 int32_data: 5 } }
        }
        initializer {
          name: "w" data_type: 1 float_data: 7 doc_string: "kept"
          metadata_props { key: "k" value: "v" }
        }
        input {
          name: "x" doc_string: "kept"
          type {
            denotation: "IMAGE"
            tensor_type { elem_type: 1 shape { dim { dim_param: "N" denotation: "BATCH" } } }
          }
        }
        output { name: "y" type { tensor_type { elem_type: 1 } } }
      }
      """;

  @Test
  void nodes() throws IOException {
    assertEdit(
        node ->
            node.withName("m")
                .withInputs(List.of("x", ""))
                .withAttributes(
                    node.attributes()
                        .with(Attribute.of("group", 2))
                        .with(Attribute.of("auto_pad", "SAME_UPPER"))
                        .without("pads")),
        """
        name: "m" op_type: "Conv" input: "x" input: "" output: "y" doc_string: "kept"
        attribute { name: "group" type: INT i: 2 }
        attribute { name: "t" type: TENSOR doc_string: "kept" t { data_type: 6 int32_data: 5 } }
        attribute { name: "auto_pad" type: STRING s: "SAME_UPPER" }
        """);
  }

  @Test
  void attributesThatKeepTheirExtras() throws IOException {
    assertEdit(
        node -> {
          Attribute group = attribute(node, "group");
          Attribute t = attribute(node, "t");
          return node.withAttributes(
              node.attributes()
                  .with(new Attribute("group", Attribute.Kind.FLOAT, 0.5f, group.extras()))
                  .with(
                      new Attribute(
                          "t",
                          Attribute.Kind.TENSOR,
                          Initializer.of("", Tensor.of(new int[] {6})),
                          t.extras())));
        },
        """
        name: "n" op_type: "Conv" input: "x" input: "w" output: "y" doc_string: "kept"
        attribute { name: "group" type: FLOAT f: 0.5 doc_string: "kept" }
        attribute { name: "pads" type: INTS ints: 1 ints: 1 }
        attribute {
          name: "t" type: TENSOR doc_string: "kept" t { data_type: 6 raw_data: "\\006\\000\\000\\000" }
        }
        """);
  }

  private static Attribute attribute(Node node, String name) {
    Attribute attribute = node.attributes().get(name);
    assertThat(attribute).isNotNull();
    return Objects.requireNonNull(attribute);
  }

  private static void assertEdit(UnaryOperator<Node> edit, String expected) throws IOException {
    Model model = model();
    Node node = edit.apply(model.graph().nodes().get(0));
    Graph graph = model.graph().toBuilder().nodes(List.of(node)).build();
    assertThat(first(written(model.withGraph(graph)), "node"))
        .isEqualTo(parse("NodeProto", expected));
  }

  @Test
  void values() throws IOException {
    Model model = model();
    Graph graph = model.graph();
    Graph changed =
        graph.toBuilder()
            .inputs(
                List.of(
                    graph
                        .inputs()
                        .get(0)
                        .withType(ValueType.tensor(ElementType.FLOAT16, Shape.of(2, 3)))))
            .build();
    assertThat(first(written(model.withGraph(changed)), "input"))
        .isEqualTo(
            parse(
                "ValueInfoProto",
                """
                name: "x" doc_string: "kept"
                type {
                  tensor_type { elem_type: 10 shape { dim { dim_value: 2 } dim { dim_value: 3 } } }
                }
                """));
  }

  @Test
  void initializers() throws IOException {
    Model model = model();
    Graph graph = model.graph();
    Initializer renamed = graph.initializers().get("w").withName("v");
    Graph changed = graph.toBuilder().initializer(renamed).name("h").build();
    DynamicMessage written = written(model.withGraph(changed));
    List<?> tensors = (List<?>) OnnxSchema.get(written, "initializer");
    assertThat((Object) tensors.get(1))
        .isEqualTo(
            parse(
                "TensorProto",
                """
                name: "v" data_type: 1 float_data: 7 doc_string: "kept"
                metadata_props { key: "k" value: "v" }
                """));
    assertThat(OnnxSchema.get(written, "name")).isEqualTo("h");
    assertThat(OnnxSchema.get(written, "doc_string")).isEqualTo("kept");
  }

  @Test
  void modelInfo() throws IOException {
    Model model = model();
    ModelInfo info = model.info();
    Function function = info.functions().get(0);
    Function changed =
        new Function(
            "e",
            "F",
            "o",
            function.inputs(),
            List.of("a"),
            List.of(),
            Attributes.NONE,
            Map.of("", 14),
            function.extras());
    ModelInfo other =
        new ModelInfo(
            9,
            Map.of("", 14, "e", 2),
            new ModelInfo.Producer("us", "1"),
            new ModelInfo.Version("", 3),
            "",
            Map.of("k", "w"),
            List.of(changed),
            info.extras());
    DynamicMessage written =
        OnnxSchema.parse(OnnxSchema.encode(model.withInfo(other))).toBuilder()
            .clearField(OnnxSchema.type("ModelProto").findFieldByName("graph"))
            .build();
    assertThat(written)
        .isEqualTo(
            parse(
                "ModelProto",
                """
                ir_version: 9
                producer_name: "us"
                producer_version: "1"
                model_version: 3
                opset_import { domain: "" version: 14 }
                opset_import { domain: "e" version: 2 }
                metadata_props { key: "k" value: "w" }
                functions {
                  name: "F" domain: "e" overload: "o" input: "a" output: "a" doc_string: "kept"
                  opset_import { domain: "" version: 14 }
                }
                """));
  }

  private static Model model() throws IOException {
    byte[] bytes = parse("ModelProto", MODEL).toByteArray();
    return ModelReader.read(Bytes.of(bytes), Path.of("model.onnx"));
  }

  private static DynamicMessage written(Model model) throws IOException {
    return (DynamicMessage) OnnxSchema.get(OnnxSchema.parse(OnnxSchema.encode(model)), "graph");
  }

  private static Object first(DynamicMessage message, String field) {
    return ((List<?>) OnnxSchema.get(message, field)).get(0);
  }

  private static DynamicMessage parse(String type, String text) throws IOException {
    DynamicMessage.Builder builder = OnnxSchema.message(type);
    TextFormat.merge(text, builder);
    return builder.build();
  }
}
