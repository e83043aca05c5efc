package dev.brisk.internal.json;

import dev.brisk.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object, each of a type; what is missing or of another type is refused with
 * {@link InvalidInputException}.
 */
public record Fields(Map<String, @Nullable Object> all) {
  /** The fields of the object that a text holds. */
  public static Fields of(String text) {
    return new Fields(JsonReader.object(text));
  }

  /** A text. */
  public String text(String name) {
    return get(name, String.class, "a text");
  }

  /** A whole number. */
  public long whole(String name) {
    return get(name, Long.class, "a whole number");
  }

  /** A number. */
  public double number(String name) {
    return get(name, Number.class, "a number").doubleValue();
  }

  /** Numbers. */
  public double[] numbers(String name) {
    List<?> items = get(name, List.class, "numbers");
    double[] numbers = new double[items.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!(items.get(i) instanceof Number number)) {
        throw wrong(name, "numbers");
      }
      numbers[i] = number.doubleValue();
    }
    return numbers;
  }

  /** An object of texts by name. */
  public Map<String, String> textsByName(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<?, ?> members = get(name, Map.class, "an object");
    for (Map.Entry<?, ?> member : members.entrySet()) {
      if (!(member.getValue() instanceof String text)) {
        throw wrong(name, "an object of texts");
      }
      texts.put(String.valueOf(member.getKey()), text);
    }
    return texts;
  }

  private <T> T get(String name, Class<T> type, String wanted) {
    Object value = all.get(name);
    if (!type.isInstance(value)) {
      throw wrong(name, wanted);
    }
    return type.cast(value);
  }

  private InvalidInputException wrong(String name, String wanted) {
    return new InvalidInputException(
        "The field '%s' must be %s, but is %s".formatted(name, wanted, all.get(name)));
  }
}
