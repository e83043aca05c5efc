package dev.brisk.quantization.int4;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import dev.brisk.pass.opset.Opsets;
import dev.brisk.quantization.int4.block.BlockCodes;
import dev.brisk.quantization.int4.block.Grid;
import dev.brisk.quantization.int4.block.Packing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The standard's DequantizeLinear with blocks along the inputs, before a MatMul. Signed codes where
 * the middle one is zero, else unsigned ones with zero points.
 */
record StandardForm() implements Form {
  /** The least operator set whose DequantizeLinear has blocks and types of 4 bits. */
  private static final int OPSET = 21;

  @Override
  public Model prepare(Model model) {
    return Opsets.raise(model, OPSET);
  }

  @Override
  public Optional<String> obstacleToLookups() {
    return Optional.of("the standard has no operator that picks rows of blocks");
  }

  @Override
  public Tensors tensors(Verdict.Weight weight, BlockCodes codes) {
    Grid grid = codes.grid();
    int inputs = codes.inputs();
    int columns = codes.columns();
    int blocks = grid.blocks(inputs);
    int shift = grid.symmetric() ? grid.middle() : 0;
    ElementType type = type(grid);
    byte[] packed =
        Packing.rows(
            1,
            Math.multiplyExact(inputs, columns),
            grid.bits(),
            (row, i) -> codes.code(i % columns, i / columns) - shift);
    float[] scales = new float[blocks * columns];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = codes.scales()[i % columns * blocks + i / columns];
    }
    byte[] zeros =
        Packing.rows(
            1, scales.length, grid.bits(), (row, i) -> codes.zeroPoint(i % columns, i / columns));
    return new Tensors(
        Tensor.ofBytes(type, packed, inputs, columns),
        Tensor.of(scales, blocks, columns),
        grid.symmetric() ? null : Tensor.ofBytes(type, zeros, blocks, columns));
  }

  private static ElementType type(Grid grid) {
    if (grid.bits() == 4) {
      return grid.symmetric() ? ElementType.INT4 : ElementType.UINT4;
    }
    return grid.symmetric() ? ElementType.INT8 : ElementType.UINT8;
  }

  @Override
  public List<Node> product(Verdict.Product product, Site site, Names names, BlockShape shape) {
    Node node = product.node();
    String weights = site.free().apply(names.codes() + "_DequantizeLinear");
    List<Node> nodes = new ArrayList<>();
    nodes.add(
        Node.of(
            "DequantizeLinear",
            weights,
            names.inputs(),
            List.of(weights),
            Attribute.of("axis", 0L),
            Attribute.of("block_size", (long) shape.grid().block())));
    nodes.add(
        Node.of("MatMul", node.name(), List.of(site.input(), weights), List.of(site.output())));
    return nodes;
  }

  @Override
  public Node lookup(Verdict.Lookup lookup, Names names, Grid grid) {
    throw new IllegalStateException("no table becomes codes in this form");
  }
}
