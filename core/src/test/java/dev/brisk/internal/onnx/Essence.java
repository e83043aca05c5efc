package dev.brisk.internal.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a model computes, apart from how its file says it: absent and default fields are the same,
 * tensors are their elements' bytes, and what only describes is left out.
 */
final class Essence {
  private static final Set<String> DESCRIPTIONS =
      Set.of(
          "doc_string",
          "metadata_props",
          "quantization_annotation",
          "training_info",
          "configuration",
          "device_configurations",
          "denotation",
          "attribute_proto",
          "onnx.FunctionProto.attribute",
          "onnx.FunctionProto.value_info");

  private Essence() {}

  static Object of(Object value) {
    if (value instanceof Message message) {
      return message.getDescriptorForType().getName().equals("TensorProto")
          ? tensor(message)
          : message(message);
    } else if (value instanceof List<?> list) {
      return list.stream().map(Essence::of).toList();
    } else if (value instanceof EnumValueDescriptor constant) {
      return constant.getNumber();
    } else if (value instanceof ByteString bytes) {
      return bytes(bytes);
    }
    return "ai.onnx".equals(value) ? "" : value;
  }

  private static Map<String, Object> message(Message message) {
    Map<String, Object> fields = new TreeMap<>();
    boolean reference = false;
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      Object value = of(entry.getValue());
      if (!isDescription(field) && !isDefault(field, value)) {
        fields.put(field.getName(), value);
      }
      reference |= field.getName().equals("ref_attr_name") && !value.equals("");
    }
    if (reference) {
      fields.remove("type");
    }
    if (fields.get("opset_import") instanceof List<?> opsets) {
      fields.put("opset_import", Set.copyOf(opsets));
    }
    return fields;
  }

  private static boolean isDescription(FieldDescriptor field) {
    return DESCRIPTIONS.contains(field.getName()) || DESCRIPTIONS.contains(field.getFullName());
  }

  private static boolean isDefault(FieldDescriptor field, Object value) {
    return !field.isRepeated()
        && field.getRealContainingOneof() == null
        && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
        && value.equals(of(field.getDefaultValue()));
  }

  private static Object tensor(Message tensor) {
    int type = (Integer) OnnxSchema.get(tensor, "data_type");
    ByteString raw = (ByteString) OnnxSchema.get(tensor, "raw_data");
    Object elements = raw.isEmpty() ? elements(tensor, type) : bytes(raw);
    return List.of(OnnxSchema.get(tensor, "name"), OnnxSchema.get(tensor, "dims"), type, elements);
  }

  private static Object elements(Message tensor, int type) {
    return switch (type) {
      case 1, 14 -> pack(tensor, "float_data", 4);
      case 11, 15 -> pack(tensor, "double_data", 8);
      case 7 -> pack(tensor, "int64_data", 8);
      case 12 -> pack(tensor, "uint64_data", 4);
      case 13 -> pack(tensor, "uint64_data", 8);
      case 6 -> pack(tensor, "int32_data", 4);
      case 4, 5, 10, 16 -> pack(tensor, "int32_data", 2);
      case 8 -> of(OnnxSchema.get(tensor, "string_data"));
      default -> pack(tensor, "int32_data", 1);
    };
  }

  private static Object pack(Message tensor, String field, int width) {
    List<?> values = (List<?>) OnnxSchema.get(tensor, field);
    ByteBuffer all = ByteBuffer.allocate(values.size() * width).order(ByteOrder.LITTLE_ENDIAN);
    for (Object value : values) {
      ByteBuffer one = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      if (value instanceof Float number) {
        one.putFloat(number);
      } else if (value instanceof Double number) {
        one.putDouble(number);
      } else {
        one.putLong(((Number) value).longValue());
      }
      all.put(one.array(), 0, width);
    }
    return bytes(ByteString.copyFrom(all.flip()));
  }

  private static String bytes(ByteString bytes) {
    return bytes.size() + " bytes of hash " + bytes.hashCode();
  }

  /** The same as lines, which make differences readable. */
  static List<String> lines(Object essence) {
    List<String> lines = new ArrayList<>();
    if (essence instanceof Map<?, ?> map) {
      map.forEach((key, value) -> lines(value).forEach(line -> lines.add(key + "/" + line)));
    } else if (essence instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        int index = i;
        lines(list.get(i)).forEach(line -> lines.add(index + "/" + line));
      }
    } else {
      lines.add(String.valueOf(essence));
    }
    return lines;
  }
}
