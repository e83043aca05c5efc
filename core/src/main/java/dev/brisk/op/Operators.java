package dev.brisk.op;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one list of operators. */
public final class Operators {
  private static final List<Operator> ALL = List.of();
  private static final Map<String, Operator> BY_NAME = index();

  private Operators() {}

  /** All operators known. */
  public static List<Operator> all() {
    return ALL;
  }

  /** The operator of a domain and type, or null if it is not known. */
  public static @Nullable Operator find(String domain, String type) {
    return BY_NAME.get(domain + ":" + type);
  }

  private static Map<String, Operator> index() {
    Map<String, Operator> index = new HashMap<>();
    ALL.forEach(operator -> index.put(operator.domain() + ":" + operator.type(), operator));
    return Map.copyOf(index);
  }
}
