package dev.brisk.internal.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import dev.brisk.BriskException;
import dev.brisk.InvalidModelException;
import dev.brisk.Model;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Initializer;
import dev.brisk.internal.memory.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InvalidTensorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dims: 2 data_type: 1 raw_data: '1234' | float32[2] takes 8 bytes, but the file has 4",
        "dims: 4611686018427387904 data_type: 1 raw_data: '1' | more bytes than a long counts",
        "dims: 4611686018427387904 dims: 4 data_type: 1 raw_data: '1' | more elements than a long",
        "dims: -1 data_type: 1 raw_data: '1' | a dimension must be 0 or more",
        "dims: 1 data_type: 99 raw_data: '1' | must be 1 to 26, but is 99",
        "dims: 1 | must be 1 to 26, but is 0",
        "dims: 1 data_type: 8 raw_data: '1' | text must be in string_data",
      })
  void isRefusedAtOnceWhereAGlanceTells(String tensor, String words) {
    assertThatThrownBy(() -> read(tensor))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("tensor 'w'")
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dims: 2 data_type: 1 float_data: 1 | takes 2 numbers or texts, but its field 4 has 1",
        "dims: 4000000000000 data_type: 1 | takes 4000000000000 numbers or texts, but its field 4",
        "dims: 4000000000000 data_type: 6 | takes 4000000000000 numbers or texts, but its field 5",
        "dims: 4000000000000 data_type: 8 | takes 4000000000000 numbers or texts, but its field 6",
        "dims: 1 data_type: 7 int32_data: 1 | takes 1 numbers or texts, but its field 7 has 0",
        "dims: 5 data_type: 22 int32_data: 1 | takes 3 numbers or texts, but its field 5 has 1",
      })
  void isRefusedWhenItIsAskedForOtherwise(String tensor, String words) throws IOException {
    Initializer initializer = read(tensor);
    assertThatThrownBy(initializer::tensor)
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("Tensor 'w'")
        .hasMessageContaining(words);
  }

  @Test
  void inSegmentsIsKeptButNotRead() throws IOException {
    Initializer initializer = read("data_type: 1 segment { begin: 0 end: 1 } raw_data: '12'");
    assertThat(initializer.name()).isEqualTo("w");
    assertThatThrownBy(initializer::tensor)
        .isInstanceOf(UnsupportedModelException.class)
        .isInstanceOf(BriskException.class)
        .hasMessageContaining("segments");
  }

  private static Initializer read(String tensor) throws IOException {
    DynamicMessage.Builder model = OnnxSchema.message("ModelProto");
    TextFormat.merge(
        "ir_version: 8 opset_import { version: 13 } graph { initializer { name: 'w' %s } }"
            .formatted(tensor),
        model);
    Model read = OnnxModelFormat.read(Bytes.of(model.build().toByteArray()), Path.of("model.onnx"));
    return read.graph().initializers().values().iterator().next();
  }
}
