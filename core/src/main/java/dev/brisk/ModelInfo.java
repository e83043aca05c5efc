package dev.brisk;

import dev.brisk.graph.Extras;
import dev.brisk.graph.Function;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a model says besides its graph. Immutable.
 *
 * @param irVersion the version of the ONNX file format
 * @param opsets the version of each operator set by domain, the standard's domain being ""
 * @param producer who made the model, and with which version
 * @param version the model's own domain and version
 * @param doc a description for people
 * @param metadata free-form metadata
 * @param functions operators that the model defines for its own use
 * @param extras what the file says besides, kept as it is
 */
public record ModelInfo(
    long irVersion,
    Map<String, Integer> opsets,
    Producer producer,
    Version version,
    String doc,
    Map<String, String> metadata,
    List<Function> functions,
    Extras extras) {

  /** Who made a model. */
  public record Producer(String name, String version) {}

  /** A model's own version within a domain such as {@code com.example}. */
  public record Version(String domain, long number) {}

  public ModelInfo {
    opsets = Collections.unmodifiableMap(new TreeMap<>(opsets));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    functions = List.copyOf(functions);
  }

  /** The information of a new model on the standard's operator set of the given version. */
  public static ModelInfo of(int opset) {
    return new ModelInfo(
        irVersionFor(opset),
        Map.of("", opset),
        new Producer("brisk", ""),
        new Version("", 0),
        "",
        Map.of(),
        List.of(),
        Extras.NONE);
  }

  /** The same with another version of an operator set, and an IR version that knows it. */
  public ModelInfo withOpset(String domain, int opsetVersion) {
    Map<String, Integer> changed = new TreeMap<>(opsets);
    changed.put(domain, opsetVersion);
    long ir = domain.isEmpty() ? Math.max(irVersion, irVersionFor(opsetVersion)) : irVersion;
    return new ModelInfo(ir, changed, producer, version, doc, metadata, functions, extras);
  }

  /** The same as a file of another version of the format. */
  public ModelInfo withIrVersion(long changed) {
    return new ModelInfo(changed, opsets, producer, version, doc, metadata, functions, extras);
  }

  /** The same with other functions. */
  public ModelInfo withFunctions(List<Function> changed) {
    return new ModelInfo(irVersion, opsets, producer, version, doc, metadata, changed, extras);
  }

  /** The same with one more entry of metadata. */
  public ModelInfo withMetadata(String key, String value) {
    Map<String, String> changed = new LinkedHashMap<>(metadata);
    changed.put(key, value);
    return new ModelInfo(irVersion, opsets, producer, version, doc, changed, functions, extras);
  }

  /** The least IR version that may import the standard's operator set of a version. */
  private static long irVersionFor(int opset) {
    if (opset <= 8) {
      return 3;
    } else if (opset == 9) {
      return 4;
    } else if (opset == 10) {
      return 5;
    } else if (opset == 11) {
      return 6;
    } else if (opset <= 14) {
      return 7;
    } else if (opset <= 18) {
      return 8;
    } else if (opset <= 20) {
      return 9;
    } else if (opset <= 22) {
      return 10;
    } else if (opset == 23) {
      return 11;
    } else if (opset == 24) {
      return 12;
    }
    return 13;
  }
}
