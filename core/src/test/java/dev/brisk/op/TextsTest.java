package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Extras;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators on strings. */
final class TextsTest {
  private static NdArray texts(String... values) {
    return NdArray.of(Shape.of(values.length), values);
  }

  private static Attribute strings(String name, String... values) {
    List<byte[]> encoded =
        Arrays.stream(values).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    return new Attribute(name, Attribute.Kind.STRINGS, encoded, Extras.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "'a,b,c', ',', -1, 'a|b|c'",
    "'a,b,c', ',', 1, 'a|b,c'",
    "'a,b,c', ',', 0, 'a,b,c'",
    "' a  b ', '', -1, 'a|b'",
    "' a  b c ', '', 1, 'a|b c'",
    "'', ',', -1, ''"
  })
  void split_cutsAtMostSoOften(String text, String delimiter, long most, String parts) {
    Attribute by = Attribute.of("delimiter", delimiter);
    Call split =
        most < 0
            ? Call.of("StringSplit", 20, by)
            : Call.of("StringSplit", 20, by, Attribute.of("maxsplit", most));
    assertThat(split.on(texts(text)).strings()).containsExactly(parts.split("\\|", -1));
  }

  @Test
  void split_countsTheParts() {
    List<? extends Datum> outputs = Call.of("StringSplit", 20).all(2, texts("", "a b", "c"));
    assertThat(((NdArray) outputs.get(0)).strings()).containsExactly("", "", "a", "b", "c", "");
    assertThat(((NdArray) outputs.get(1)).longs()).containsExactly(0, 2, 1);
  }

  @Test
  void normalizer_comparesStopWordsInAnyCase() {
    Call normalizer =
        Call.of(
            "StringNormalizer",
            10,
            strings("stopwords", "THE"),
            Attribute.of("case_change_action", "UPPER"),
            Attribute.of("locale", "de_DE"));
    assertThat(normalizer.on(texts("the", "straße", "The")).strings()).containsExactly("STRASSE");
    assertThat(normalizer.on(texts("the")).strings()).containsExactly("");
    assertThatThrownBy(() -> normalizer.on(texts("a", "b").reshape(2, 1)))
        .hasMessageContaining("A vector or one row of strings is needed");
  }

  @Test
  void regex_mustBeOne() {
    assertThatThrownBy(
            () -> Call.of("RegexFullMatch", 20, Attribute.of("pattern", "(")).on(texts()))
        .hasCauseInstanceOf(InvalidModelException.class)
        .hasMessageContaining("must be a regular expression");
  }

  /** One-grams a, b and the two-gram a b, weighted. */
  @ParameterizedTest
  @CsvSource({"TF, '2,1,1'", "IDF, '0.5,2,3'", "TFIDF, '1,2,3'"})
  void tfIdf_weighsStrings(String mode, String expected) {
    Call vectorizer =
        Call.of(
            "TfIdfVectorizer",
            9,
            strings("pool_strings", "a", "b", "a", "b"),
            Attribute.of("mode", mode),
            Attribute.of("min_gram_length", 1L),
            Attribute.of("max_gram_length", 2L),
            Attribute.of("max_skip_count", 0L),
            Attribute.of("ngram_counts", new long[] {0, 2}),
            Attribute.of("ngram_indexes", new long[] {0, 1, 2}),
            Attribute.of("weights", new float[] {0.5f, 2, 3}));
    double[] weights =
        Arrays.stream(expected.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
    assertThat(vectorizer.on(texts("a", "a", "b")).doubles()).containsExactly(weights);
  }
}
