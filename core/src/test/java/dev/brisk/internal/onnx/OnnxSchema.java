package dev.brisk.internal.onnx;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

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

  static DynamicMessage.Builder message(String type) {
    return DynamicMessage.newBuilder(type(type));
  }
}
