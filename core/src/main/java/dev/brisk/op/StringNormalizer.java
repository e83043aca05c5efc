package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Strings, in a vector or one row, without stop words and in lower or upper case. If none is left
 * there is an empty one.
 */
final class StringNormalizer implements Operator {
  @Override
  public String type() {
    return "StringNormalizer";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape shape = node.shape(0);
    Shape made = null;
    if (shape != null) {
      List<Dim> dims = Dim.list(shape);
      dims.set(dims.size() - 1, Dim.UNKNOWN);
      made = Dim.shape(dims);
    }
    node.output(0, ElementType.STRING, made);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    int rank = input.rank();
    if (rank != 1 && !(rank == 2 && input.dim(0) == 1)) {
      throw new InvalidInputException("A vector or one row of strings is needed, not " + input);
    }
    Locale locale = locale(node.attributes().stringOr("locale", ""));
    boolean sensitive = node.attributes().intOr("is_case_sensitive", 0) != 0;
    Set<String> stops = new HashSet<>();
    Attribute words = node.attributes().get("stopwords");
    for (String word : words == null ? List.<String>of() : words.asStrings()) {
      stops.add(sensitive ? word : word.toLowerCase(locale));
    }
    String change = node.attributes().stringOr("case_change_action", "NONE");
    List<String> kept =
        List.of(input.strings()).stream()
            .filter(text -> !stops.contains(sensitive ? text : text.toLowerCase(locale)))
            .map(text -> changed(text, change, locale))
            .toList();
    String[] made = kept.isEmpty() ? new String[] {""} : kept.toArray(String[]::new);
    return List.of(NdArray.of(input.shape().withDim(rank - 1, made.length), made));
  }

  private static Locale locale(String name) {
    return name.isEmpty() ? Locale.ROOT : Locale.forLanguageTag(name.replace('_', '-'));
  }

  private static String changed(String text, String change, Locale locale) {
    return switch (change) {
      case "LOWER" -> text.toLowerCase(locale);
      case "UPPER" -> text.toUpperCase(locale);
      case "NONE" -> text;
      default ->
          throw new InvalidModelException(
              "Attribute 'case_change_action' must be LOWER, UPPER or NONE, but is " + change);
    };
  }
}
