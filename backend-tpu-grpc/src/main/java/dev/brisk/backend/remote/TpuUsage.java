package dev.brisk.backend.remote;

import dev.brisk.CompileOptions;
import dev.brisk.backend.remote.call.CallException;
import dev.brisk.backend.remote.call.Endpoint;
import dev.brisk.backend.remote.protocol.TpuRuntime;
import dev.brisk.backend.remote.wire.MalformedMessageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How much of a TPU chip is in use, as the runtime on its host tells.
 *
 * @param chip the chip's number on its host
 * @param memoryUsed bytes of its memory (HBM) in use; NaN if not told
 * @param memory bytes of its memory; NaN if not told
 * @param dutyCycle the percentage of the time of late in which it computed; NaN if not told
 */
public record TpuUsage(long chip, double memoryUsed, double memory, double dutyCycle) {
  private static final String USED = "tpu.runtime.hbm.memory.usage.bytes";
  private static final String TOTAL = "tpu.runtime.hbm.memory.total.bytes";
  private static final String DUTY = "tpu.runtime.tensorcore.dutycycle.percent";

  /**
   * Asks the runtime's metric service, which listens on port 8431 of the host's own loopback unless
   * something forwards it.
   *
   * @param address such as {@code grpc://localhost:8431}
   * @return the chips by their numbers
   * @throws dev.brisk.UnavailableException if there is no such service
   * @throws ConnectionLostException if it cannot be reached
   */
  public static List<TpuUsage> at(String address) {
    Connection connection =
        new Connection(new Settings(Map.of(Settings.TARGET, address), CompileOptions.defaults()));
    Endpoint endpoint = connection.open(connection.hosts());
    String label = "the TPU runtime at " + address;
    try {
      Map<Long, Double> used = TpuRuntime.gauges(endpoint, USED);
      Map<Long, Double> total = TpuRuntime.gauges(endpoint, TOTAL);
      Map<Long, Double> duty = TpuRuntime.gauges(endpoint, DUTY);
      TreeSet<Long> chips = new TreeSet<>(used.keySet());
      chips.addAll(total.keySet());
      chips.addAll(duty.keySet());
      List<TpuUsage> usages = new ArrayList<>();
      for (long chip : chips) {
        usages.add(
            new TpuUsage(
                chip,
                used.getOrDefault(chip, Double.NaN),
                total.getOrDefault(chip, Double.NaN),
                duty.getOrDefault(chip, Double.NaN)));
      }
      return List.copyOf(usages);
    } catch (CallException e) {
      throw Failures.inCompile(e, label);
    } catch (MalformedMessageException e) {
      throw Failures.inReply(e, label);
    } finally {
      endpoint.close();
    }
  }
}
