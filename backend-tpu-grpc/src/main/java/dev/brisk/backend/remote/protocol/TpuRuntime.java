package dev.brisk.backend.remote.protocol;

import dev.brisk.backend.remote.call.CallException;
import dev.brisk.backend.remote.call.Endpoint;
import dev.brisk.backend.remote.call.Methods;
import dev.brisk.backend.remote.call.Reply;
import dev.brisk.backend.remote.wire.MessageReader;
import dev.brisk.backend.remote.wire.MessageWriter;
import io.grpc.MethodDescriptor;
import java.util.Map;
import java.util.TreeMap;

/** What the TPU runtime of a host tells of its chips: {@code tpu.monitoring.runtime}. */
public final class TpuRuntime {
  private static final MethodDescriptor<MessageWriter, Reply> GET =
      Methods.unary("tpu.monitoring.runtime.RuntimeMetricService", "GetRuntimeMetric");

  private TpuRuntime() {}

  /** The numbers of a metric by the chip's number. */
  public static Map<Long, Double> gauges(Endpoint endpoint, String metric) throws CallException {
    Map<Long, Double> gauges = new TreeMap<>();
    MessageWriter request = new MessageWriter().text(1, metric);
    try (Reply reply = endpoint.call(GET, request, Protocol.SMALL_REPLY)) {
      MessageReader message = reply.reader();
      while (message.next()) {
        if (message.field() == 1) {
          readMetric(message.message(), gauges);
        } else {
          message.skip();
        }
      }
    }
    return gauges;
  }

  private static void readMetric(MessageReader metric, Map<Long, Double> gauges) {
    while (metric.next()) {
      if (metric.field() == 3) {
        readGauge(metric.message(), gauges);
      } else {
        metric.skip();
      }
    }
  }

  private static void readGauge(MessageReader one, Map<Long, Double> gauges) {
    long chip = 0;
    double value = 0;
    while (one.next()) {
      switch (one.field()) {
        case 1 -> chip = chip(one.message(), chip);
        case 3 -> value = number(one.message());
        default -> one.skip();
      }
    }
    gauges.put(chip, value);
  }

  /** The attribute's value, where that is an integer; the field of a zero may be absent. */
  private static long chip(MessageReader attribute, long fallback) {
    long chip = fallback;
    while (attribute.next()) {
      if (attribute.field() != 2) {
        attribute.skip();
        continue;
      }
      MessageReader value = attribute.message();
      while (value.next()) {
        if (value.field() == 3) {
          chip = value.varint();
        } else {
          value.skip();
        }
      }
    }
    return chip;
  }

  private static double number(MessageReader gauge) {
    double value = 0;
    while (gauge.next()) {
      switch (gauge.field()) {
        case 1 -> value = gauge.fixed64();
        case 2 -> value = gauge.varint();
        default -> gauge.skip();
      }
    }
    return value;
  }
}
