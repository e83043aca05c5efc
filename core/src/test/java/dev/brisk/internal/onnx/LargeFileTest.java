package dev.brisk.internal.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import com.google.protobuf.WireFormat;
import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of more than 2 GB, most of which are holes that take neither disk nor time. */
final class LargeFileTest {
  private static final long ELEMENTS = 550_000_000;
  private static final long SIZE = ELEMENTS * Float.BYTES;

  @TempDir Path folder;

  @Test
  void readsAModelOfOneLargeFile() throws IOException {
    ByteString after = tensorFields("name: 'large'");
    ByteString before = tensorFields("dims: " + ELEMENTS + " data_type: 1");
    ByteString small =
        field("GraphProto", "initializer { name: 'small' data_type: 1 float_data: 5 }");
    ByteString rawHead = head(TensorFields.RAW_DATA, SIZE);
    long tensorSize = before.size() + rawHead.size() + SIZE + after.size();
    ByteString tensorHead = head(GraphFields.INITIALIZER, tensorSize);
    long graphSize = tensorHead.size() + tensorSize + small.size();
    ByteString start =
        field("ModelProto", "ir_version: 8 opset_import { version: 13 }")
            .concat(head(ModelFields.GRAPH, graphSize))
            .concat(tensorHead)
            .concat(before)
            .concat(rawHead);
    Path file = folder.resolve("large.onnx");
    try (FileChannel channel = create(file)) {
      channel.write(start.asReadOnlyByteBuffer());
      channel.write(number(1), start.size());
      channel.write(number(2), start.size() + SIZE - Float.BYTES);
      channel.write(after.concat(small).asReadOnlyByteBuffer(), start.size() + SIZE);
    }
    Graph graph = Model.load(file).graph();
    assertEnds(graph.initializers().get("large"));
    assertThat(graph.initializers().get("small").tensor().toFloatArray()).containsExactly(5);
  }

  @Test
  void readsExternalDataFarIntoALargeFile() throws IOException {
    long offset = 3L << 30;
    try (FileChannel channel = create(folder.resolve("w"))) {
      channel.write(number(1), offset);
      channel.write(number(2), offset + SIZE - Float.BYTES);
    }
    DynamicMessage.Builder model = OnnxSchema.message("ModelProto");
    TextFormat.merge(
        """
        ir_version: 8
        opset_import { version: 13 }
        graph {
          initializer {
            name: "large" dims: %d data_type: 1 data_location: EXTERNAL
            external_data { key: "location" value: "w" }
            external_data { key: "offset" value: "%d" }
          }
        }
        """
            .formatted(ELEMENTS, offset),
        model);
    Path file = Files.write(folder.resolve("model.onnx"), model.build().toByteArray());
    assertEnds(Model.load(file).graph().initializers().get("large"));
  }

  private static void assertEnds(Initializer large) {
    assertThat(large.shape().elements()).isEqualTo(ELEMENTS);
    Tensor tensor = large.tensor();
    assertThat(tensor.byteSize()).isEqualTo(SIZE);
    List<ByteBuffer> parts = tensor.asByteBuffers();
    assertThat(parts.stream().mapToLong(ByteBuffer::remaining).sum()).isEqualTo(SIZE);
    ByteBuffer last = parts.get(parts.size() - 1);
    assertThat(parts.get(0).getFloat(0)).isEqualTo(1);
    assertThat(last.getFloat(last.limit() - Float.BYTES)).isEqualTo(2);
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
  }

  private static ByteBuffer number(float value) {
    return ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).flip();
  }

  private static ByteString tensorFields(String text) throws IOException {
    return field("TensorProto", text);
  }

  private static ByteString field(String type, String text) throws IOException {
    DynamicMessage.Builder message = OnnxSchema.message(type);
    TextFormat.merge(text, message);
    return message.build().toByteString();
  }

  private static ByteString head(int field, long length) throws IOException {
    ByteString.Output out = ByteString.newOutput();
    CodedOutputStream coded = CodedOutputStream.newInstance(out);
    coded.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    coded.writeUInt64NoTag(length);
    coded.flush();
    return out.toByteString();
  }
}
