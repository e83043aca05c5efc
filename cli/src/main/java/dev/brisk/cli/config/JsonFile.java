package dev.brisk.cli.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads JSON without leniency: no duplicate keys, nothing behind the end. */
final class JsonFile {
  /** Far more than a task file needs; keeps a model given by mistake from being read whole. */
  private static final long MOST_BYTES = 16 << 20;

  private JsonFile() {}

  static JsonNode read(Path file) {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new ConfigException(file + " is too large to be a task file");
      }
      JsonNode root = mapper.readTree(Files.readAllBytes(file));
      if (root.isMissingNode()) {
        throw new ConfigException(file + " is empty, but must hold a JSON object");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          file + " is not valid JSON" + place(e.getLocation()) + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw FileErrors.reading(file, e);
    }
  }

  private static String place(JsonLocation location) {
    return location == null
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
