package dev.brisk.internal.profile;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The messages of XPlane as an independent implementation reads them. */
final class XSpaceSchema {
  /** A message, then its fields: number, name, type, and {@code *} where there are many. */
  private static final List<String> MESSAGES =
      List.of(
          "XSpace 1:planes:XPlane* 2:errors:string* 3:warnings:string* 4:hostnames:string*",
          "XPlane 1:id:int64 2:name:string 3:lines:XLine* 4:event_metadata:EventEntry*"
              + " 5:stat_metadata:StatEntry* 6:stats:XStat*",
          "EventEntry 1:key:int64 2:value:XEventMetadata",
          "StatEntry 1:key:int64 2:value:XStatMetadata",
          "XLine 1:id:int64 10:display_id:int64 2:name:string 11:display_name:string"
              + " 3:timestamp_ns:int64 9:duration_ps:int64 4:events:XEvent*",
          "XEvent 1:metadata_id:int64 2:offset_ps:int64 3:duration_ps:int64 4:stats:XStat*",
          "XStat 1:metadata_id:int64 2:double_value:double 3:uint64_value:uint64"
              + " 4:int64_value:int64 5:str_value:string 6:bytes_value:bytes 7:ref_value:uint64",
          "XEventMetadata 1:id:int64 2:name:string 4:display_name:string 3:metadata:bytes"
              + " 5:stats:XStat* 6:child_id:int64*",
          "XStatMetadata 1:id:int64 2:name:string 3:description:string");

  private XSpaceSchema() {}

  static DynamicMessage parse(byte[] space)
      throws DescriptorValidationException, InvalidProtocolBufferException {
    FileDescriptorProto.Builder file =
        FileDescriptorProto.newBuilder().setName("xplane.proto").setSyntax("proto3");
    MESSAGES.forEach(message -> file.addMessageType(message(message.split(" "))));
    FileDescriptor built = FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]);
    return DynamicMessage.parseFrom(built.findMessageTypeByName("XSpace"), space);
  }

  private static DescriptorProto message(String... words) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(words[0]);
    Stream.of(words).skip(1).forEach(field -> message.addField(field(field.split(":"))));
    return message.build();
  }

  private static FieldDescriptorProto field(String... parts) {
    String type = parts[2].replace("*", "");
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder()
            .setNumber(Integer.parseInt(parts[0]))
            .setName(parts[1])
            .setLabel(parts[2].endsWith("*") ? Label.LABEL_REPEATED : Label.LABEL_OPTIONAL);
    return type.matches("X.*|.*Entry")
        ? field.setType(Type.TYPE_MESSAGE).setTypeName("." + type).build()
        : field.setType(Type.valueOf("TYPE_" + type.toUpperCase(Locale.ROOT))).build();
  }

  static Object get(Message message, String field) {
    return message.getField(message.getDescriptorForType().findFieldByName(field));
  }

  static List<Message> all(Message message, String field) {
    return ((List<?>) get(message, field)).stream().map(Message.class::cast).toList();
  }
}
