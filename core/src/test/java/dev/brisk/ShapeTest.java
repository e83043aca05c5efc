package dev.brisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ShapeTest {
  private static Shape symbolic(String symbol, long... rest) {
    long[] dims = new long[rest.length + 1];
    String[] symbols = new String[dims.length];
    dims[0] = Shape.FREE;
    symbols[0] = symbol;
    System.arraycopy(rest, 0, dims, 1, rest.length);
    return Shape.of(dims, symbols);
  }

  @Test
  void dimensions_areReadBack() {
    Shape shape = symbolic("batch", 3, Shape.FREE, 224);
    assertThat(shape.rank()).isEqualTo(4);
    assertThat(shape.dim(1)).isEqualTo(3);
    assertThat(shape.dim(0)).isEqualTo(Shape.FREE);
    assertThat(shape.symbol(0)).isEqualTo("batch");
    assertThat(shape.symbol(1)).isNull();
    assertThat(shape.isStatic()).isFalse();
    assertThat(shape).hasToString("[batch,3,?,224]");
    assertThat(Shape.scalar()).isSameAs(Shape.of()).hasToString("[]");
  }

  @Test
  void arraysGivenAndTaken_doNotChangeTheShape() {
    long[] dims = {2, 3};
    Shape shape = Shape.of(dims);
    dims[0] = 9;
    shape.dims()[1] = 9;
    symbolic("n").symbols()[0] = "m";
    assertThat(shape).isEqualTo(Shape.of(2, 3));
    Shape named = symbolic("n");
    named.symbols()[0] = "m";
    assertThat(named.symbol(0)).isEqualTo("n");
  }

  @Test
  void equality_isOfDimensionsAndSymbols() {
    assertThat(Shape.of(2, 3)).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
    assertThat(symbolic("n", 3)).isEqualTo(symbolic("n", 3)).hasSameHashCodeAs(symbolic("n", 3));
    assertThat(Shape.of(2, 3)).isNotEqualTo(Shape.of(3, 2)).isNotEqualTo("[2,3]");
    assertThat(symbolic("n", 3))
        .isNotEqualTo(symbolic("m", 3))
        .isNotEqualTo(Shape.of(Shape.FREE, 3));
    assertThat(symbolic("", 3)).isEqualTo(Shape.of(Shape.FREE, 3));
    assertThat(Shape.of(new long[] {2}, new String[] {"ignored"})).isEqualTo(Shape.of(2));
  }

  @Test
  void elements_areTheProduct() {
    assertThat(Shape.of(2, 3, 4).elements()).isEqualTo(24);
    assertThat(Shape.scalar().elements()).isEqualTo(1);
    assertThat(Shape.of(1L << 62, 4, 0).elements()).isZero();
    assertThatThrownBy(() -> Shape.of(1L << 32, 1L << 31).elements())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[4294967296,2147483648]");
    assertThatThrownBy(() -> Shape.of(0, Shape.FREE).elements())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[0,?]")
        .hasMessageContaining("free");
  }

  @Test
  void wrongDimensions_areRefused() {
    assertThatThrownBy(() -> Shape.of(2, -2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("-2 in [2, -2]");
    assertThatThrownBy(() -> Shape.of(new long[] {1, 2}, new String[1]))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("2 dimensions")
        .hasMessageContaining("got 1");
  }

  @Test
  void accepts_whatAgreesWhereBothAreNumbers() {
    Shape declared = symbolic("n", 3, 8);
    assertThat(declared.accepts(Shape.of(5, 3, 8))).isTrue();
    assertThat(declared.accepts(Shape.of(0, 3, 8))).isTrue();
    assertThat(declared.accepts(Shape.of(5, 3, 9))).isFalse();
    assertThat(declared.accepts(Shape.of(5, 3))).isFalse();
    assertThat(Shape.of(5, 3, 8).accepts(declared)).isTrue();
  }

  @Test
  void changed_isAnotherShape() {
    Shape shape = symbolic("n", 3, Shape.FREE);
    assertThat(shape.withDim(0, 8)).isEqualTo(Shape.of(8, 3, Shape.FREE));
    assertThat(shape.withDim(1, Shape.FREE)).hasToString("[n,?,?]");
    assertThat(shape.withFree(1)).isEqualTo(Shape.of(1, 3, 1));
    assertThat(shape).hasToString("[n,3,?]");
  }
}
