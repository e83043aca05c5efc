package dev.brisk.benchmarks.model;

import dev.brisk.Model;
import dev.brisk.benchmarks.model.ConvLayers.Window;

/**
 * ResNet-50 (He et al., "Deep Residual Learning for Image Recognition", 2015) in its version 1.5,
 * where the 3 x 3 convolution of a block takes the stride: {@code image} float32[batch,3,224,224]
 * to {@code logits} float32[batch,1000].
 */
public final class ResNet50 {
  private static final int[] BLOCKS = {3, 4, 6, 3};
  private static final int EXPANSION = 4;
  private static final Window POINT = new Window(1, 1);

  private final ConvLayers layers;

  private ResNet50(long seed) {
    layers = new ConvLayers("resnet50", seed);
  }

  /** The network with the normalizations' statistics still 0 and 1. */
  public static Model build(long seed) {
    return new ResNet50(seed).network();
  }

  private Model network() {
    String x = layers.image(3, 224);
    x = layers.relu("stem.relu", layers.normalizedConv("stem", x, 3, 64, new Window(7, 2), 1));
    x = layers.maxPool("stem.maxpool", x, new Window(3, 2));
    int channels = 64;
    for (int stage = 0; stage < BLOCKS.length; stage++) {
      int width = 64 << stage;
      for (int block = 0; block < BLOCKS[stage]; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        x = block("layer%d.%d".formatted(stage + 1, block), x, channels, width, stride);
        channels = width * EXPANSION;
      }
    }
    return layers.classifier(x, channels, 1000);
  }

  private String block(String label, String x, int in, int width, int stride) {
    int out = width * EXPANSION;
    String y = layers.normalizedConv(label + ".1", x, in, width, POINT, 1);
    y = layers.relu(label + ".1.relu", y);
    y = layers.normalizedConv(label + ".2", y, width, width, new Window(3, stride), 1);
    y = layers.relu(label + ".2.relu", y);
    y = layers.branchEnd(label + ".3", y, width, out);
    String shortcut =
        in == out
            ? x
            : layers.normalizedConv(label + ".downsample", x, in, out, new Window(1, stride), 1);
    return layers.relu(label + ".relu", layers.add(label + ".add", y, shortcut));
  }
}
