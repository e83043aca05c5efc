package dev.brisk.benchmarks.model;

import dev.brisk.Model;
import dev.brisk.benchmarks.model.ConvLayers.Window;

/**
 * A residual network small enough for tests: {@code image} float32[batch,3,16,16] to {@code logits}
 * float32[batch,10].
 */
public final class TinyNet {
  private TinyNet() {}

  /** The network with the normalizations' statistics still 0 and 1. */
  public static Model build(long seed) {
    ConvLayers layers = new ConvLayers("tiny", seed);
    Window window = new Window(3, 1);
    String x = layers.normalizedConv("stem", layers.image(3, 16), 3, 8, window, 1);
    x = layers.relu("stem.relu", x);
    String y = layers.normalizedConv("depthwise", x, 8, 8, window, 8);
    y =
        layers.normalizedConv(
            "point", layers.relu6("depthwise.relu6", y), 8, 8, new Window(1, 1), 1);
    x = layers.relu("relu", layers.add("add", y, x));
    x = layers.normalizedConv("last", x, 8, 16, new Window(3, 2), 1);
    return layers.classifier(layers.relu("last.relu", x), 16, 10);
  }
}
