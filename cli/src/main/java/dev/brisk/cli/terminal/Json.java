package dev.brisk.cli.terminal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as JSON: maps, lists, texts, numbers, and records, whose components become fields
 * in snake case ({@code p50Ms} is {@code p50_ms}). Numbers that are not finite become null.
 */
public final class Json {
  private Json() {}

  /** A value as indented JSON without a line break at the end. */
  public static String of(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
      generator.configure(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN.mappedFeature(), true);
      generator.setPrettyPrinter(new DefaultPrettyPrinter());
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
    if (value instanceof Optional<?> optional) {
      write(generator, optional.orElse(null));
    } else if (value instanceof Record item) {
      writeRecord(generator, item);
    } else if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        generator.writeFieldName(String.valueOf(entry.getKey()));
        write(generator, entry.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof Iterable<?> items) {
      generator.writeStartArray();
      for (Object item : items) {
        write(generator, item);
      }
      generator.writeEndArray();
    } else {
      writeSingle(generator, value);
    }
  }

  private static void writeSingle(JsonGenerator generator, @Nullable Object value)
      throws IOException {
    if (value == null) {
      generator.writeNull();
    } else if (value instanceof Boolean truth) {
      generator.writeBoolean(truth);
    } else if (value instanceof Long || value instanceof Integer) {
      generator.writeNumber(((Number) value).longValue());
    } else if (value instanceof Number number) {
      if (Double.isFinite(number.doubleValue())) {
        generator.writeNumber(number.doubleValue());
      } else {
        generator.writeNull();
      }
    } else {
      generator.writeString(value.toString());
    }
  }

  private static void writeRecord(JsonGenerator generator, Record item) throws IOException {
    generator.writeStartObject();
    for (RecordComponent component : item.getClass().getRecordComponents()) {
      generator.writeFieldName(snakeCase(component.getName()));
      write(generator, valueOf(component, item));
    }
    generator.writeEndObject();
  }

  private static @Nullable Object valueOf(RecordComponent component, Record item) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(item);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The component " + component + " cannot be read", e);
    }
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
