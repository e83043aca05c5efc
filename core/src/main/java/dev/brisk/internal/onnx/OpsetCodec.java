package dev.brisk.internal.onnx;

import dev.brisk.InvalidModelException;
import dev.brisk.internal.memory.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads and writes {@code OperatorSetIdProto}: the operator sets that are imported. */
final class OpsetCodec {
  private static final int DOMAIN = 1;
  private static final int VERSION = 2;

  private OpsetCodec() {}

  static Map<String, Integer> read(Origin origin, int field) {
    Map<String, Integer> opsets = new LinkedHashMap<>();
    for (Bytes message : origin.messages(field)) {
      Origin opset = Origin.of(message);
      String domain = NodeFields.domain(opset.name(DOMAIN));
      long version = opset.varint(VERSION, 0);
      if (version != (int) version) {
        throw new InvalidModelException(
            "the version of operator set '" + domain + "' cannot be " + version);
      }
      opsets.put(domain, (int) version);
    }
    return opsets;
  }

  /** Writes operator sets where they are not those that the file had. */
  static void write(
      Rewrite rewrite, int field, Map<String, Integer> before, Map<String, Integer> opsets) {
    if (before.equals(opsets)) {
      return;
    }
    rewrite.replace(
        field,
        out ->
            opsets.forEach(
                (domain, version) ->
                    out.message(
                        field,
                        opset -> {
                          opset.string(DOMAIN, domain);
                          opset.varint(VERSION, version);
                        })));
  }
}
