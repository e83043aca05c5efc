package dev.brisk.cli.metric;

import dev.brisk.cli.data.Sample;
import java.util.List;

/** Reads detections from a network's output. */
interface Decoder {
  /** The detections, unsuppressed, in pixels of the image. */
  List<Detection> decode(float[] output, Sample.Placement placement);
}
