package dev.brisk.quantization.calibration;

import dev.brisk.Tensor;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** What a calibration found out so far, and a checksum of the samples that it saw. */
final class Findings {
  private final Map<String, Histogram> histograms = new TreeMap<>();
  private final KeptSamples kept;
  private long samples;
  private long chain;

  /** Nothing found yet on the values of these names. */
  Findings(Collection<String> values) {
    this.kept = new KeptSamples();
    values.forEach(value -> histograms.put(value, new Histogram()));
  }

  /** What was found earlier. */
  Findings(Map<String, Histogram> histograms, KeptSamples kept, long samples, long chain) {
    this.histograms.putAll(histograms);
    this.kept = kept;
    this.samples = samples;
    this.chain = chain;
  }

  /** Notes that a sample was seen. */
  void see(Map<String, Tensor> sample) {
    long checksum = SampleChecksum.of(sample);
    kept.add(checksum, sample);
    chain = SampleChecksum.chain(chain, checksum);
    samples++;
  }

  /** Adds statistics by value, which may be changed thereby. */
  void add(Map<String, Histogram> more) {
    more.forEach((value, histogram) -> histograms.merge(value, histogram, Histogram::merged));
  }

  Map<String, Histogram> histograms() {
    return histograms;
  }

  KeptSamples kept() {
    return kept;
  }

  long samples() {
    return samples;
  }

  /** The {@linkplain SampleChecksum#chain checksum} of the samples in their order. */
  long chain() {
    return chain;
  }
}
