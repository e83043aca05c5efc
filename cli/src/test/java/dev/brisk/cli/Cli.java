package dev.brisk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A run of the command line in this process. */
record Cli(int status, String out, String err) {
  /** Runs a command; an argument may be anything that has a text. */
  static Cli run(Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            Arrays.stream(args).map(String::valueOf).toArray(String[]::new),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Cli(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Asserts success; returns this. */
  Cli succeeds() {
    assertThat(status).as(err).isZero();
    return this;
  }

  /** Asserts a failure told in one line on standard error and nothing on standard output. */
  String fails(int expected) {
    assertThat(status).as(out + err).isEqualTo(expected);
    assertThat(out).isEmpty();
    assertThat(err).startsWith("brisk: ").doesNotContain("Exception");
    assertThat(err.lines()).as(err).hasSize(1);
    return err.substring("brisk: ".length()).strip();
  }

  /** The one JSON object on standard output. */
  JsonNode json() {
    try {
      return JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError(out, e);
    }
  }
}
