package dev.brisk.cli.report;

import dev.brisk.KernelTime;
import java.util.List;

/**
 * Where the time of a quantized model goes.
 *
 * @param integer the share of kernels that compute on codes, 0 to 1
 * @param conversion the share of kernels that make codes of floats, or floats of codes
 * @param rest the share of all others
 * @param layers how many kernels there are of convolutions and matrix products on codes
 * @param floatLayers how many there are of convolutions and matrix products on floats
 */
public record KernelShares(
    double integer, double conversion, double rest, int layers, int floatLayers) {
  private static final List<String> PRODUCTS = List.of("Conv", "MatMul", "Gemm");

  /** The shares of measured times. */
  public static KernelShares of(List<KernelTime> times) {
    double integer = 0;
    double conversion = 0;
    double all = 0;
    int layers = 0;
    int floatLayers = 0;
    for (KernelTime time : times) {
      double nanos = time.total().toNanos();
      boolean onCodes = isOnCodes(time.kernel());
      boolean product = PRODUCTS.stream().anyMatch(time.kernel()::contains);
      all += nanos;
      integer += onCodes ? nanos : 0;
      conversion += isConversion(time.kernel()) ? nanos : 0;
      layers += onCodes && product ? 1 : 0;
      floatLayers += !onCodes && product ? 1 : 0;
    }
    return new KernelShares(
        integer / all, conversion / all, 1 - (integer + conversion) / all, layers, floatLayers);
  }

  private static boolean isOnCodes(String kernel) {
    return kernel.startsWith("QLinear")
        || kernel.equals("QGemm")
        || kernel.contains("Integer")
        || kernel.startsWith("DynamicQuantizeMatMul");
  }

  private static boolean isConversion(String kernel) {
    return kernel.endsWith("QuantizeLinear") || kernel.endsWith("DequantizeLinear");
  }
}
