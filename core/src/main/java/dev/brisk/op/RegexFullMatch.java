package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.InvalidModelException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Whether each string as a whole matches a regular expression. */
final class RegexFullMatch implements Operator {
  @Override
  public String type() {
    return "RegexFullMatch";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, ElementType.BOOL, node.shape(0));
  }

  /** Some expressions take time without end. */
  @Override
  public boolean isFoldable() {
    return false;
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    Pattern pattern = pattern(node.attributes().stringOr("pattern", ""));
    String[] texts = input.strings();
    boolean[] matches = new boolean[texts.length];
    for (int i = 0; i < matches.length; i++) {
      matches[i] = matches(pattern, texts[i]);
    }
    return List.of(NdArray.of(input.shape(), matches));
  }

  private static boolean matches(Pattern pattern, String text) {
    try {
      return pattern.matcher(text).matches();
    } catch (StackOverflowError e) { // groups that repeat are matched recursively
      throw new InvalidInputException(
          "A text of %d characters is too long for the expression '%s'"
              .formatted(text.length(), pattern),
          e);
    }
  }

  private static Pattern pattern(String expression) {
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw new InvalidModelException(
          "Attribute 'pattern' must be a regular expression, but is '%s'".formatted(expression), e);
    }
  }
}
