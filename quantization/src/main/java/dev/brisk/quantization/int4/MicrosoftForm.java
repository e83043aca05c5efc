package dev.brisk.quantization.int4;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Extras;
import dev.brisk.graph.Node;
import dev.brisk.quantization.int4.block.BlockCodes;
import dev.brisk.quantization.int4.block.Grid;
import dev.brisk.quantization.int4.block.Packing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ONNX Runtime's own MatMulNBits and GatherBlockQuantized. Codes and zero points are packed, those
 * of a column one after another; the last block of a column is filled up with its zero point, but
 * for tables.
 *
 * @param accuracyLevel how precise the product must be, 0 to leave that to the runtime
 */
record MicrosoftForm(int accuracyLevel) implements Form {
  private static final String DOMAIN = "com.microsoft";

  @Override
  public Model prepare(Model model) {
    return model.opset(DOMAIN) == 0 ? model.withInfo(model.info().withOpset(DOMAIN, 1)) : model;
  }

  @Override
  public Optional<String> obstacleToLookups() {
    return Optional.empty();
  }

  @Override
  public Tensors tensors(Verdict.Weight weight, BlockCodes codes) {
    Grid grid = codes.grid();
    int columns = codes.columns();
    int blocks = grid.blocks(codes.inputs());
    byte[] zeros = Packing.rows(columns, blocks, grid.bits(), codes::zeroPoint);
    int zeroBytes = zeros.length / columns;
    Tensor packed;
    Tensor scales;
    Tensor zeroPoints;
    if (weight.table()) {
      byte[] bytes = Packing.rows(columns, codes.inputs(), grid.bits(), codes::code);
      packed = Tensor.ofBytes(ElementType.UINT8, bytes, columns, bytes.length / columns);
      scales = Tensor.of(codes.scales(), columns, blocks);
      zeroPoints = Tensor.ofBytes(ElementType.UINT8, zeros, columns, zeroBytes);
    } else {
      byte[] bytes =
          Packing.rows(
              columns,
              blocks * grid.block(),
              grid.bits(),
              (column, k) ->
                  k < codes.inputs()
                      ? codes.code(column, k)
                      : codes.zeroPoint(column, k / grid.block()));
      int blockBytes = grid.block() * grid.bits() / Byte.SIZE;
      packed = Tensor.ofBytes(ElementType.UINT8, bytes, columns, blocks, blockBytes);
      scales = Tensor.of(codes.scales(), (long) columns * blocks);
      zeroPoints = Tensor.ofBytes(ElementType.UINT8, zeros, zeros.length);
    }
    return new Tensors(packed, scales, grid.symmetric() ? null : zeroPoints);
  }

  @Override
  public List<Node> product(Verdict.Product product, Site site, Names names, BlockShape shape) {
    List<Attribute> attributes = new ArrayList<>();
    attributes.add(Attribute.of("K", (long) shape.inputs()));
    attributes.add(Attribute.of("N", (long) shape.columns()));
    attributes.add(Attribute.of("bits", (long) shape.grid().bits()));
    attributes.add(Attribute.of("block_size", (long) shape.grid().block()));
    if (accuracyLevel > 0) {
      attributes.add(Attribute.of("accuracy_level", (long) accuracyLevel));
    }
    List<String> inputs = new ArrayList<>();
    inputs.add(site.input());
    inputs.addAll(names.inputs());
    return List.of(node(product.node(), "MatMulNBits", inputs, site.output(), attributes));
  }

  @Override
  public Node lookup(Verdict.Lookup lookup, Names names, Grid grid) {
    Node node = lookup.node();
    List<String> inputs = new ArrayList<>(List.of(names.codes(), node.input(1), names.scales()));
    if (!names.zeroPoints().isEmpty()) {
      inputs.add(names.zeroPoints());
    }
    List<Attribute> attributes =
        List.of(
            Attribute.of("gather_axis", 0L),
            Attribute.of("quantize_axis", 1L),
            Attribute.of("block_size", (long) grid.block()),
            Attribute.of("bits", (long) grid.bits()));
    return node(node, "GatherBlockQuantized", inputs, node.output(0), attributes);
  }

  private static Node node(
      Node old, String operator, List<String> inputs, String output, List<Attribute> attributes) {
    return new Node(
        old.name(),
        DOMAIN,
        operator,
        "",
        inputs,
        List.of(output),
        Attributes.of(attributes),
        Extras.NONE);
  }
}
