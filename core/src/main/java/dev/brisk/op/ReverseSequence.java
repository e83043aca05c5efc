package dev.brisk.op;

import java.util.List;

/** Its input with the first elements along the time axis reversed, so many in each batch. */
final class ReverseSequence implements Operator {
  @Override
  public String type() {
    return "ReverseSequence";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), node.shape(0));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    long[] lengths = node.array(1).longs();
    int batchAxis = Axes.of(node.attributes().intOr("batch_axis", 1), input.rank());
    int timeAxis = Axes.of(node.attributes().intOr("time_axis", 0), input.rank());
    int[] strides = Strides.of(input.shape());
    int[] places = new int[input.size()];
    for (int i = 0; i < places.length; i++) {
      long length = lengths[i / strides[batchAxis] % input.dim(batchAxis)];
      int time = i / strides[timeAxis] % input.dim(timeAxis);
      long from = time < length ? length - 1 - time : time;
      places[i] = i + (int) (from - time) * strides[timeAxis];
    }
    return List.of(input.take(input.shape(), places));
  }
}
