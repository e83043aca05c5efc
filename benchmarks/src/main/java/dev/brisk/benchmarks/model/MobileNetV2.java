package dev.brisk.benchmarks.model;

import dev.brisk.Model;
import dev.brisk.benchmarks.model.ConvLayers.Window;

/**
 * MobileNetV2 of width 1.0 (Sandler et al., "Inverted Residuals and Linear Bottlenecks", 2018):
 * {@code image} float32[batch,3,224,224] to {@code logits} float32[batch,1000].
 */
public final class MobileNetV2 {
  /** A row of the paper's table 2: expansion, output channels, repetitions, first stride. */
  private record Stage(int expansion, int channels, int repeats, int stride) {}

  private static final Stage[] STAGES = {
    new Stage(1, 16, 1, 1),
    new Stage(6, 24, 2, 2),
    new Stage(6, 32, 3, 2),
    new Stage(6, 64, 4, 2),
    new Stage(6, 96, 3, 1),
    new Stage(6, 160, 3, 2),
    new Stage(6, 320, 1, 1)
  };
  private static final Window POINT = new Window(1, 1);

  private final ConvLayers layers;

  private MobileNetV2(long seed) {
    layers = new ConvLayers("mobilenet_v2", seed);
  }

  /** The network with the normalizations' statistics still 0 and 1. */
  public static Model build(long seed) {
    return new MobileNetV2(seed).network();
  }

  private Model network() {
    String x = activated("stem", layers.image(3, 224), 3, 32, new Window(3, 2), 1);
    int channels = 32;
    int block = 0;
    for (Stage stage : STAGES) {
      for (int i = 0; i < stage.repeats(); i++) {
        int stride = i == 0 ? stage.stride() : 1;
        x = block("block" + block++, x, channels, stage, stride);
        channels = stage.channels();
      }
    }
    x = activated("head", x, channels, 1280, POINT, 1);
    return layers.classifier(x, 1280, 1000);
  }

  private String block(String label, String x, int in, Stage stage, int stride) {
    int hidden = in * stage.expansion();
    String y = x;
    if (stage.expansion() > 1) {
      y = activated(label + ".expand", y, in, hidden, POINT, 1);
    }
    y = activated(label + ".depthwise", y, hidden, hidden, new Window(3, stride), hidden);
    if (stride > 1 || in != stage.channels()) {
      return layers.normalizedConv(label + ".project", y, hidden, stage.channels(), POINT, 1);
    }
    y = layers.branchEnd(label + ".project", y, hidden, in);
    return layers.add(label + ".add", y, x);
  }

  private String activated(String label, String x, int in, int out, Window window, int groups) {
    String y = layers.normalizedConv(label, x, in, out, window, groups);
    return layers.relu6(label + ".relu6", y);
  }
}
