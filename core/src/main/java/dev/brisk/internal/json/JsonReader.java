package dev.brisk.internal.json;

import dev.brisk.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as RFC 8259 has it, and nothing more: objects become maps, in which a name may stand
 * once, arrays lists, numbers longs or doubles.
 */
public final class JsonReader {
  private static final int DEEPEST = 64;
  private static final String ESCAPED = "\"\\/bfnrt";
  private static final String MEANT = "\"\\/\b\f\n\r\t";
  private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]{4}");
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * The object that a text holds.
   *
   * @throws InvalidInputException if it holds anything else; the message says what and where
   */
  public static Map<String, @Nullable Object> object(String text) {
    JsonReader reader = new JsonReader(text);
    reader.space();
    if (!reader.isNext('{')) {
      throw reader.wrong("an object, '{'");
    }
    Map<String, @Nullable Object> read = reader.members();
    reader.space();
    if (reader.at < text.length()) {
      throw reader.wrong("the end");
    }
    return read;
  }

  private @Nullable Object value() {
    space();
    if (at >= text.length()) {
      throw wrong("a value");
    }
    return switch (text.charAt(at)) {
      case '{' -> members();
      case '[' -> items();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> members() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    enter();
    if (!passed('}')) {
      do {
        space();
        if (!isNext('"')) {
          throw wrong("a name in quotes");
        }
        String name = string();
        if (members.containsKey(name)) {
          throw wrong("another name than '%s', which came before,".formatted(name));
        }
        expect(':');
        members.put(name, value());
      } while (passed(','));
      expect('}');
    }
    depth--;
    return members;
  }

  private List<@Nullable Object> items() {
    List<@Nullable Object> items = new ArrayList<>();
    enter();
    if (!passed(']')) {
      do {
        items.add(value());
      } while (passed(','));
      expect(']');
    }
    depth--;
    return items;
  }

  private void enter() {
    at++;
    if (++depth > DEEPEST) {
      throw wrong("no more than %d levels".formatted(DEEPEST));
    }
  }

  private String string() {
    StringBuilder read = new StringBuilder();
    at++;
    while (!isNext('"')) {
      if (at >= text.length() || text.charAt(at) < ' ') {
        throw wrong("the end of a text, '\"',");
      }
      char c = text.charAt(at++);
      read.append(c == '\\' ? escaped() : c);
    }
    at++;
    return read.toString();
  }

  private char escaped() {
    if (isNext('u')) {
      Matcher matcher = DIGITS.matcher(text).region(at + 1, text.length());
      if (!matcher.lookingAt()) {
        throw wrong("four hexadecimal digits");
      }
      at = matcher.end();
      return (char) Integer.parseInt(matcher.group(), 16);
    }
    int index = at < text.length() ? ESCAPED.indexOf(text.charAt(at)) : -1;
    if (index < 0) {
      throw wrong("one of %su".formatted(ESCAPED));
    }
    at++;
    return MEANT.charAt(index);
  }

  private @Nullable Object word(String word, @Nullable Object meant) {
    if (!text.startsWith(word, at)) {
      throw wrong(word);
    }
    at += word.length();
    return meant;
  }

  private Object number() {
    Matcher matcher = NUMBER.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw wrong("a value");
    }
    at = matcher.end();
    String number = matcher.group();
    if (matcher.group(2) == null && matcher.group(3) == null && number.length() <= 18) {
      return Long.parseLong(number);
    }
    return Double.parseDouble(number);
  }

  private boolean passed(char c) {
    space();
    if (isNext(c)) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!passed(c)) {
      throw wrong("'" + c + "'");
    }
  }

  private boolean isNext(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private void space() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private InvalidInputException wrong(String expected) {
    String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
    return new InvalidInputException(
        "This is no JSON: at character %d stands %s where %s must stand"
            .formatted(at + 1, found, expected));
  }
}
