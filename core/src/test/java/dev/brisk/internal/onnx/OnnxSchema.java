package dev.brisk.internal.onnx;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.brisk.Model;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The ONNX messages as an independent implementation reads them. */
final class OnnxSchema {
  private static final FileDescriptor FILE = load();

  private OnnxSchema() {}

  private static FileDescriptor load() {
    try (InputStream in = OnnxSchema.class.getResourceAsStream("/onnx/onnx.desc")) {
      FileDescriptorSet set = FileDescriptorSet.parseFrom(in);
      return FileDescriptor.buildFrom(set.getFile(0), new FileDescriptor[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  static Descriptor type(String name) {
    return FILE.findMessageTypeByName(name);
  }

  static DynamicMessage parse(byte[] model) throws InvalidProtocolBufferException {
    return DynamicMessage.parseFrom(type("ModelProto"), model);
  }

  /** All message types, nested ones too. */
  static List<Descriptor> types() {
    return FILE.getMessageTypes().stream()
        .flatMap(type -> Stream.concat(Stream.of(type), type.getNestedTypes().stream()))
        .toList();
  }

  /** A model as the codec writes it to a single file. */
  static byte[] encode(Model model) {
    return ModelWriter.measure(model, Map.of()).toBytes().toByteArray();
  }

  static Object get(Message message, String field) {
    return message.getField(message.getDescriptorForType().findFieldByName(field));
  }

  static DynamicMessage.Builder message(String type) {
    return DynamicMessage.newBuilder(type(type));
  }
}
