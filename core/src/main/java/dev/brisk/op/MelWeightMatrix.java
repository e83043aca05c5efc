package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.List;

/**
 * The weights that gather the bins of a spectrum into bands, triangles of even width on the mel
 * scale of heard pitch.
 */
final class MelWeightMatrix implements Operator {
  @Override
  public String type() {
    return "MelWeightMatrix";
  }

  @Override
  public void infer(InferenceContext node) {
    List<Dim> bands = node.integers(0);
    List<Dim> length = node.integers(1);
    Dim bins = Dim.UNKNOWN;
    if (length != null && length.get(0).known()) {
      bins = Dim.of(length.get(0).value() / 2 + 1);
    }
    Dim columns = bands == null ? Dim.UNKNOWN : bands.get(0);
    node.output(0, CosineWindow.elementType(node), Dim.shape(List.of(bins, columns)));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    int bands = Math.toIntExact(node.array(0).asLong());
    int length = Math.toIntExact(node.array(1).asLong());
    double rate = node.array(2).asDouble();
    double low = mel(node.array(3).asDouble());
    double high = mel(node.array(4).asDouble());
    int bins = length / 2 + 1;
    int[] edges = new int[bands + 2];
    for (int i = 0; i < edges.length; i++) {
      double hertz = hertz(low + i * (high - low) / edges.length);
      edges[i] = (int) Math.floor((length + 1) * hertz / rate);
      if (edges[i] < 0 || edges[i] >= bins) {
        throw new InvalidInputException(
            "A band must end within the %d bins, but ends at %d".formatted(bins, edges[i]));
      }
    }
    double[] weights = new double[Math.multiplyExact(bins, bands)];
    for (int band = 0; band < bands; band++) {
      for (int bin = edges[band]; bin <= edges[band + 2]; bin++) {
        weights[bin * bands + band] = weight(bin, edges[band], edges[band + 1], edges[band + 2]);
      }
    }
    NdArray made = NdArray.of(ElementType.FLOAT64, Shape.of(bins, bands), weights);
    return List.of(Casting.to(CosineWindow.elementType(node), made, true));
  }

  private static double weight(int bin, int left, int center, int right) {
    if (bin == center) {
      return 1;
    }
    return bin < center
        ? (bin - left) / (double) (center - left)
        : (right - bin) / (double) (right - center);
  }

  private static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }

  private static double hertz(double mel) {
    return 700 * (Math.pow(10, mel / 2595) - 1);
  }
}
