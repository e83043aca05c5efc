package dev.brisk.internal.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Well-formed messages that say something else: damage that a look at the bytes does not find. */
final class Forgery {
  private static final long[] INTEGERS = {
    0, 1, -1, 2, 7, 8, 16, 22, 127, 1L << 31, 1L << 32, 1L << 62, Long.MIN_VALUE, Long.MAX_VALUE
  };

  private final Random random;

  Forgery(Random random) {
    this.random = random;
  }

  /** A copy in which about one in so many fields is changed. */
  Message of(Message message, int oneIn) {
    DynamicMessage.Builder builder = DynamicMessage.newBuilder(message.getDescriptorForType());
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isRepeated()) {
        repeated(message, field, oneIn).forEach(value -> builder.addRepeatedField(field, value));
      } else if (message.hasField(field) != hit(oneIn)) {
        builder.setField(field, value(field, message.getField(field), oneIn));
      }
    }
    return builder.build();
  }

  private List<Object> repeated(Message message, FieldDescriptor field, int oneIn) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
      for (int copies = hit(oneIn) ? random.nextInt(3) : 1; copies > 0; copies--) {
        values.add(value(field, message.getRepeatedField(field, i), oneIn));
      }
    }
    if (hit(10 * oneIn)) {
      Collections.shuffle(values, random);
    }
    return values;
  }

  private Object value(FieldDescriptor field, Object value, int oneIn) {
    if (value instanceof Message message) {
      return of(message, oneIn);
    } else if (!hit(oneIn)) {
      return value;
    }
    long integer = INTEGERS[random.nextInt(INTEGERS.length)];
    return switch (field.getJavaType()) {
      case INT -> (int) integer;
      case LONG -> integer;
      case FLOAT -> (float) integer;
      case DOUBLE -> (double) integer;
      case STRING -> random.nextBoolean() ? "" : "x" + random.nextInt(3);
      case BYTE_STRING -> ByteString.copyFrom(new byte[random.nextInt(20)]);
      default -> value;
    };
  }

  private boolean hit(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
