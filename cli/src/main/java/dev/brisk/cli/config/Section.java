package dev.brisk.cli.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brisk.internal.Suggestions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One object of a JSON file, read key by key. Each accessor says what it allows, and fails with the
 * file, the key, what was found and what is allowed; {@link #finish} refuses the keys that no
 * accessor was asked for. For one thread.
 */
public final class Section {
  private final Path file;
  private final String at;
  private final JsonNode node;
  private final Set<String> known = new LinkedHashSet<>();

  private Section(Path file, String at, JsonNode node) {
    this.file = file;
    this.at = at;
    this.node = node;
  }

  /**
   * The object that a file holds.
   *
   * @throws ConfigException if the file is not one JSON object
   * @throws dev.brisk.StorageException if it cannot be read
   */
  public static Section read(Path file) {
    JsonNode root = JsonFile.read(file);
    if (!root.isObject()) {
      throw new ConfigException(file + " must hold a JSON object, but holds " + describe(root));
    }
    return new Section(file, "", root);
  }

  /** The file this was read from. */
  public Path file() {
    return file;
  }

  /** A path written in the file, which is relative to the file's folder. */
  public Path resolve(String path) {
    Path parent = file.toAbsolutePath().getParent();
    try {
      return (parent == null ? Path.of(path) : parent.resolve(path)).normalize();
    } catch (InvalidPathException e) {
      throw new ConfigException("%s: %s is no path".formatted(file, quote(path)));
    }
  }

  /** Whether the key is there. */
  public boolean has(String key) {
    known.add(key);
    return node.has(key);
  }

  /** The text at a key. */
  public String text(String key) {
    JsonNode value = required(key, "a text");
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw wrong(key, describe(value), "a text that is not empty");
    }
    return value.textValue();
  }

  /** The value that the text at a key stands for, one of those given. */
  public <T> T choice(String key, Map<String, T> choices) {
    String found = text(key);
    T chosen = choices.get(found);
    if (chosen == null) {
      throw wrong(
          key, quote(found), "one of " + String.join(", ", choices.keySet()), found, choices);
    }
    return chosen;
  }

  /** As {@link #choice}, or the given value where the key is absent. */
  public <T> T choice(String key, Map<String, T> choices, T otherwise) {
    return has(key) ? choice(key, choices) : otherwise;
  }

  /** The whole number at a key, at least {@code least}, at most 2,147,483,647. */
  public int integer(String key, int least) {
    String allowed = "a whole number of at least " + least;
    return (int) whole(key, required(key, allowed), least, Integer.MAX_VALUE, allowed);
  }

  /** As {@link #integer}, or the given value where the key is absent. */
  public int integer(String key, int least, int otherwise) {
    return has(key) ? integer(key, least) : otherwise;
  }

  /** The list of whole numbers at a key, each at least {@code least}. */
  public int[] integers(String key, int least) {
    String allowed = "a list of whole numbers of at least " + least;
    List<JsonNode> values = list(key, allowed);
    int[] numbers = new int[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      String entry = key + "[" + i + "]";
      numbers[i] = (int) whole(entry, values.get(i), least, Integer.MAX_VALUE, allowed);
    }
    return numbers;
  }

  /** The number at a key, or the given value where the key is absent. */
  public double number(String key, double otherwise) {
    return has(key) ? finite(key, required(key, "a number"), "a number") : otherwise;
  }

  /** The numbers at a key, which may also be a single one. */
  public double[] numbers(String key) {
    String allowed = "a number or a list of numbers";
    JsonNode value = required(key, allowed);
    if (!value.isArray()) {
      return new double[] {finite(key, value, allowed)};
    }
    List<JsonNode> values = list(key, allowed);
    double[] numbers = new double[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = finite(key + "[" + i + "]", values.get(i), allowed);
    }
    return numbers;
  }

  /** The list of texts at a key, at least one. */
  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : list(key, "a list of texts")) {
      if (!value.isTextual() || value.textValue().isEmpty()) {
        throw wrong(key + "[" + texts.size() + "]", describe(value), "a text that is not empty");
      }
      texts.add(value.textValue());
    }
    return texts;
  }

  /** The object at a key. */
  public Section section(String key) {
    return object(key, required(key, "an object"));
  }

  /** The list of objects at a key, at least one. */
  public List<Section> sections(String key) {
    List<Section> sections = new ArrayList<>();
    for (JsonNode value : list(key, "a list of objects")) {
      sections.add(object(key + "[" + sections.size() + "]", value));
    }
    return sections;
  }

  /** Refuses the keys that no accessor was asked for. */
  public void finish() {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                throw unknown(key);
              }
            });
  }

  /** The error that what was found at a key is not allowed there. */
  public ConfigException wrong(String key, String found, String allowed) {
    return new ConfigException(
        "%s: %s is %s, but must be %s".formatted(file, path(key), found, allowed));
  }

  /** The error that this object as a whole is not allowed. */
  public ConfigException wrong(String found, String allowed) {
    return new ConfigException("%s: %s is %s, but must be %s".formatted(file, at, found, allowed));
  }

  private ConfigException wrong(
      String key, String found, String allowed, String text, Map<String, ?> choices) {
    return new ConfigException(
        wrong(key, found, allowed).getMessage() + Suggestions.clause(text, choices.keySet()));
  }

  private ConfigException unknown(String key) {
    return new ConfigException(
        "%s: there is no key %s; allowed %s %s%s"
            .formatted(
                file,
                quote(path(key)),
                at.isEmpty() ? "at the top are" : "in " + at + " are",
                String.join(", ", known),
                Suggestions.clause(key, known)));
  }

  private JsonNode required(String key, String allowed) {
    if (!has(key)) {
      Set<String> present =
          node.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
      String instead =
          Suggestions.nearest(key, present)
              .map(name -> "; there is " + quote(name) + ", is that meant to be it?")
              .orElse("");
      throw new ConfigException(
          "%s: the key %s is missing; it must be %s%s"
              .formatted(file, quote(path(key)), allowed, instead));
    }
    return node.get(key);
  }

  private List<JsonNode> list(String key, String allowed) {
    JsonNode value = required(key, allowed);
    if (!value.isArray() || value.isEmpty()) {
      throw wrong(key, describe(value), allowed + (value.isArray() ? " that is not empty" : ""));
    }
    List<JsonNode> values = new ArrayList<>();
    value.elements().forEachRemaining(values::add);
    return values;
  }

  private Section object(String key, JsonNode value) {
    if (!value.isObject()) {
      throw wrong(key, describe(value), "an object");
    }
    return new Section(file, path(key), value);
  }

  private long whole(String key, JsonNode value, long least, long most, String allowed) {
    boolean fits = value.isIntegralNumber() && value.canConvertToLong();
    if (!fits || value.longValue() < least || value.longValue() > most) {
      throw wrong(key, describe(value), allowed);
    }
    return value.longValue();
  }

  private double finite(String key, JsonNode value, String allowed) {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw wrong(key, describe(value), allowed);
    }
    return value.doubleValue();
  }

  private String path(String key) {
    return at.isEmpty() ? key : at + "." + key;
  }

  private static String quote(String text) {
    return '"' + text + '"';
  }

  private static String describe(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> value.isEmpty() ? "an empty list" : "a list";
      case OBJECT -> "an object";
      case STRING, NUMBER, BOOLEAN, NULL -> value.toString();
      default -> value.getNodeType().toString().toLowerCase(Locale.ROOT);
    };
  }
}
