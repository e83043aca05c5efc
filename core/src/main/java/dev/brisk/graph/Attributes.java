package dev.brisk.graph;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node's attributes by name, in the file's order. Immutable and thread-safe. */
public final class Attributes {
  /** No attributes. */
  public static final Attributes NONE = new Attributes(Map.of());

  private final Map<String, Attribute> byName;

  private Attributes(Map<String, Attribute> byName) {
    this.byName = byName;
  }

  /** The given attributes; of two with one name the later counts. */
  public static Attributes of(Collection<Attribute> attributes) {
    Map<String, Attribute> byName = new LinkedHashMap<>();
    attributes.forEach(attribute -> byName.put(attribute.name(), attribute));
    return byName.isEmpty() ? NONE : new Attributes(Collections.unmodifiableMap(byName));
  }

  /** The given attributes. */
  public static Attributes of(Attribute... attributes) {
    return of(List.of(attributes));
  }

  /** All of them, in order. */
  public Collection<Attribute> all() {
    return byName.values();
  }

  /** The attribute of the given name, or null. */
  public @Nullable Attribute get(String name) {
    return byName.get(name);
  }

  /** Whether there is one of the given name. */
  public boolean has(String name) {
    return byName.containsKey(name);
  }

  /** An integer attribute's value, or the default where it is absent. */
  public long intOr(String name, long absent) {
    Attribute attribute = byName.get(name);
    return attribute == null ? absent : attribute.asInt();
  }

  /** A float attribute's value, or the default where it is absent. */
  public float floatOr(String name, float absent) {
    Attribute attribute = byName.get(name);
    return attribute == null ? absent : attribute.asFloat();
  }

  /** A text attribute's value, or the default where it is absent. */
  public String stringOr(String name, String absent) {
    Attribute attribute = byName.get(name);
    return attribute == null ? absent : attribute.asString();
  }

  /** An integers attribute's values, or null where it is absent. */
  public long @Nullable [] ints(String name) {
    Attribute attribute = byName.get(name);
    return attribute == null ? null : attribute.asInts();
  }

  /** These and one more, which replaces one of its name. */
  public Attributes with(Attribute added) {
    Map<String, Attribute> changed = new LinkedHashMap<>(byName);
    changed.put(added.name(), added);
    return new Attributes(Collections.unmodifiableMap(changed));
  }

  /** These without those of the given names. */
  public Attributes without(String... names) {
    Map<String, Attribute> changed = new LinkedHashMap<>(byName);
    changed.keySet().removeAll(List.of(names));
    return of(changed.values());
  }

  @Override
  public String toString() {
    return byName.keySet().toString();
  }
}
