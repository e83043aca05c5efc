package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Strings cut at a delimiter, or at runs of white space, along a new last axis that is as long as
 * the most parts; fewer are followed by empty strings.
 */
final class StringSplit implements Operator {
  @Override
  public String type() {
    return "StringSplit";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape shape = node.shape(0);
    List<Dim> dims = shape == null ? null : Dim.list(shape);
    if (dims != null) {
      dims.add(Dim.UNKNOWN);
    }
    node.output(0, ElementType.STRING, dims == null ? null : Dim.shape(dims));
    node.output(1, ElementType.INT64, shape);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    String delimiter = node.attributes().stringOr("delimiter", "");
    long most = node.attributes().intOr("maxsplit", Integer.MAX_VALUE);
    List<List<String>> parts = new ArrayList<>();
    for (String text : input.strings()) {
      parts.add(delimiter.isEmpty() ? atSpaces(text.strip(), most) : at(text, delimiter, most));
    }
    long[] counts = parts.stream().mapToLong(List::size).toArray();
    int longest = (int) Arrays.stream(counts).max().orElse(0);
    String[] padded = new String[Math.multiplyExact(counts.length, longest)];
    Arrays.fill(padded, "");
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts[i]; j++) {
        padded[i * longest + j] = parts.get(i).get(j);
      }
    }
    List<Dim> dims = Dim.list(input.shape());
    dims.add(Dim.of(longest));
    return List.of(
        NdArray.of(Dim.shape(dims), padded), NdArray.of(ElementType.INT64, input.shape(), counts));
  }

  private static List<String> at(String text, String delimiter, long most) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf(delimiter); end >= 0 && parts.size() < most; ) {
      parts.add(text.substring(start, end));
      start = end + delimiter.length();
      end = text.indexOf(delimiter, start);
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static List<String> atSpaces(String text, long most) {
    List<String> parts = new ArrayList<>();
    String rest = text;
    while (!rest.isEmpty()) {
      int end = 0;
      while (end < rest.length() && !Character.isWhitespace(rest.charAt(end))) {
        end++;
      }
      boolean last = end == rest.length() || parts.size() >= most;
      parts.add(last ? rest : rest.substring(0, end));
      rest = last ? "" : rest.substring(end).stripLeading();
    }
    return parts;
  }
}
