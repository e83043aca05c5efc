package dev.brisk.internal.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UnknownFieldSet;
import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.internal.memory.Bytes;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class EveryFieldTest {
  private final DynamicMessage everything = everything();

  @Test
  void theModelHasEveryFieldOfTheSchema() {
    Set<String> present = new LinkedHashSet<>();
    collectFields(everything, present);
    Set<String> all =
        OnnxSchema.types().stream()
            .flatMap(type -> type.getFields().stream())
            .map(FieldDescriptor::getFullName)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    assertThat(all).hasSizeGreaterThan(100);
    assertThat(present).containsExactlyInAnyOrderElementsOf(all);
  }

  private static void collectFields(Message message, Set<String> fields) {
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              fields.add(field.getFullName());
              submessages(value).forEach(inner -> collectFields(inner, fields));
            });
  }

  private static List<Message> submessages(Object value) {
    List<?> values = value instanceof List<?> list ? list : List.of(value);
    return values.stream().filter(Message.class::isInstance).map(Message.class::cast).toList();
  }

  @Test
  void keepsEveryField() throws IOException {
    assertThat(rewrite(everything)).isEqualTo(everything);
  }

  @Test
  void keepsUnknownFieldsInEveryMessage() throws IOException {
    DynamicMessage strange = withUnknownFields(everything);
    assertThat(strange).isNotEqualTo(everything);
    assertThat(rewrite(strange)).isEqualTo(strange);
  }

  /** A known number with another wire type is an unknown field, too. */
  private static DynamicMessage withUnknownFields(Message message) {
    DynamicMessage.Builder builder = DynamicMessage.newBuilder(message.getDescriptorForType());
    builder.mergeFrom(message);
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                if (field.isRepeated()) {
                  builder.clearField(field);
                  submessages(value)
                      .forEach(m -> builder.addRepeatedField(field, withUnknownFields(m)));
                } else {
                  builder.setField(field, withUnknownFields((Message) value));
                }
              }
            });
    return builder.setUnknownFields(unknownFields(message.getDescriptorForType())).build();
  }

  private static UnknownFieldSet unknownFields(Descriptor type) {
    UnknownFieldSet.Field field =
        UnknownFieldSet.Field.newBuilder()
            .addVarint(-1)
            .addVarint(7)
            .addFixed32(1)
            .addFixed64(2)
            .addLengthDelimited(ByteString.copyFromUtf8(type.getName()))
            .addGroup(
                UnknownFieldSet.newBuilder()
                    .addField(3, UnknownFieldSet.Field.newBuilder().addVarint(5).build())
                    .build())
            .build();
    UnknownFieldSet.Builder all =
        UnknownFieldSet.newBuilder().addField(100, field).addField(536_870_911, field);
    for (FieldDescriptor known : type.getFields()) {
      all.addField(known.getNumber(), UnknownFieldSet.Field.newBuilder().addFixed64(9).build());
    }
    FieldDescriptor doubles = type.findFieldByName("double_data");
    return (doubles == null ? all : all.clearField(doubles.getNumber())).build();
  }

  @Test
  void knowsWhatTheFieldsMean() {
    Model model = read(everything);
    assertThat(model.info().opsets()).containsOnly(entry("", 21), entry("com.example", 1));
    assertThat(model.metadata()).containsOnly(entry("a", "2"), entry("empty", ""));
    assertThat(model.info().version().number()).isEqualTo(-3);
    assertThat(model.functions()).hasSize(1);
    assertThat(model.functions().get(0).overload()).isEqualTo("fast");
    Graph graph = model.graph();
    assertThat(graph.inputs().get(0).type())
        .hasToString("OfTensor[elementType=float32, shape=[batch,3,?,?,?]]");
    assertThat(graph.inputs())
        .extracting(value -> value.type() == null ? null : value.type().getClass().getSimpleName())
        .containsExactly(
            "OfTensor",
            "OfTensor",
            "OfSequence",
            "OfMap",
            "Opaque",
            "OfSparseTensor",
            null,
            null,
            null);
    Node node = graph.nodes().get(1);
    assertThat(node.attributes().floatOr("absent_f", 1)).isZero();
    assertThat(node.attributes().ints("untyped")).containsExactly(4);
    assertThat(node.subgraphs()).extracting(Graph::name).containsExactly("branch", "a", "b");
  }

  @Test
  void decodesTensorsHoweverTheyAreStored() {
    Graph graph = read(everything).graph();
    assertThat(tensor(graph, "raw").toFloatArray()).containsExactly(1, 2);
    assertThat(tensor(graph, "floats").toFloatArray()).containsExactly(1, -0.0f);
    assertThat(tensor(graph, "complex").asByteBuffer().getFloat(4)).isEqualTo(2);
    assertThat(tensor(graph, "bytes").toByteArray()).containsExactly(-1, 0, 127);
    assertThat(tensor(graph, "half").toByteArray()).containsExactly(0, 0x3c);
    assertThat(tensor(graph, "nibbles").toByteArray()).containsExactly(0x21, 3);
    assertThat(tensor(graph, "texts").toStringArray()).containsExactly("a", "\uFFFD\0");
    assertThat(tensor(graph, "longs").toLongArray()).containsExactly(Long.MIN_VALUE, 1);
    assertThat(tensor(graph, "doubles").toDoubleArray()).containsExactly(0.1);
    assertThat(tensor(graph, "unsigned").asIntBuffer().get(0)).isEqualTo(-1);
    assertThat(tensor(graph, "none").elements()).isZero();
    assertThat(tensor(graph, "scalar").toIntArray()).containsExactly(-5);
    assertThat(graph.sparseInitializers()).containsOnlyKeys("sparse");
  }

  private static Tensor tensor(Graph graph, String name) {
    return graph.initializers().get(name).tensor();
  }

  private static Model read(DynamicMessage model) {
    return ModelReader.read(Bytes.of(model.toByteArray()), Path.of("model.onnx"));
  }

  private static DynamicMessage rewrite(DynamicMessage model) throws IOException {
    return OnnxSchema.parse(OnnxSchema.encode(read(model)));
  }

  static DynamicMessage everything() {
    try (Reader text =
        new InputStreamReader(
            EveryFieldTest.class.getResourceAsStream("/onnx/everything.txtpb"),
            StandardCharsets.UTF_8)) {
      DynamicMessage.Builder builder = OnnxSchema.message("ModelProto");
      TextFormat.merge(text, builder);
      return builder.build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
