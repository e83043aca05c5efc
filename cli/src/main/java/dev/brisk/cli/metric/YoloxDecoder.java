package dev.brisk.cli.metric;

import dev.brisk.InvalidInputException;
import dev.brisk.cli.data.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the undecoded output of a YOLOX network: for the strides 8, 16 and 32 in turn, row by row,
 * each cell's centre offset, logarithmic size, objectness and class scores (Ge et al., "YOLOX:
 * Exceeding YOLO Series in 2021", arXiv:2107.08430).
 */
final class YoloxDecoder implements Decoder {
  private static final int[] STRIDES = {8, 16, 32};
  private static final int BEFORE_SCORES = 5;
  private static final double LEAST_SCORE = 0.01;

  @Override
  public List<Detection> decode(float[] output, Sample.Placement placement) {
    int stride = valuesPerCell(output, placement.input());
    List<Detection> found = new ArrayList<>();
    int at = 0;
    for (int step : STRIDES) {
      for (int y = 0; y < placement.input().height() / step; y++) {
        for (int x = 0; x < placement.input().width() / step; x++) {
          cell(output, at, stride, new Cell(x, y, step), placement, found);
          at += stride;
        }
      }
    }
    return found;
  }

  private static int valuesPerCell(float[] output, Sample.Size input) {
    int cells = 0;
    for (int step : STRIDES) {
      cells += (input.height() / step) * (input.width() / step);
    }
    if (cells == 0 || output.length % cells != 0 || output.length / cells <= BEFORE_SCORES) {
      throw new InvalidInputException(
          "The decoder yolox needs an output of %d cells of 5 + classes values for an input of %dx%d, but it has %d values"
              .formatted(cells, input.width(), input.height(), output.length));
    }
    return output.length / cells;
  }

  private record Cell(int x, int y, int step) {}

  private static void cell(
      float[] output,
      int at,
      int values,
      Cell cell,
      Sample.Placement placement,
      List<Detection> found) {
    double objectness = output[at + 4];
    if (objectness <= LEAST_SCORE) {
      return;
    }
    Box box = box(output, at, cell, placement);
    for (int type = 0; type < values - BEFORE_SCORES; type++) {
      double score = objectness * output[at + BEFORE_SCORES + type];
      if (score > LEAST_SCORE) {
        found.add(new Detection(type, score, box));
      }
    }
  }

  private static Box box(float[] output, int at, Cell cell, Sample.Placement placement) {
    double x = (output[at] + cell.x) * cell.step;
    double y = (output[at + 1] + cell.y) * cell.step;
    double width = Math.exp(output[at + 2]) * cell.step;
    double height = Math.exp(output[at + 3]) * cell.step;
    return Box.centered(
        x / placement.scaleX(),
        y / placement.scaleY(),
        width / placement.scaleX(),
        height / placement.scaleY());
  }
}
