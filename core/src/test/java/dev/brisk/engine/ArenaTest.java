package dev.brisk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArenaTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void blocksInUseTogether_lieApart(long seed) {
    Random random = new Random(seed);
    List<Root> roots = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Root root = new Root(Root.Kind.ARENA, "v" + i, random.nextInt(5000), random.nextInt(100));
      root.use(root.first + random.nextInt(10));
      roots.add(root);
    }
    long size = Arena.layOut(roots);
    for (Root a : roots) {
      assertThat(a.offset % 64).isZero();
      assertThat(a.offset + a.bytes).isLessThanOrEqualTo(size);
      for (Root b : roots) {
        boolean together = a != b && a.first <= b.last && b.first <= a.last;
        boolean apart = a.offset + a.bytes <= b.offset || b.offset + b.bytes <= a.offset;
        assertThat(!together || apart).as("%s and %s", a.tensor, b.tensor).isTrue();
      }
    }
  }

  @Test
  void blocksInUseOneAfterAnother_shareAPlace() {
    List<Root> roots = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      roots.add(new Root(Root.Kind.ARENA, "v" + i, 640, i));
    }
    assertThat(Arena.layOut(roots)).isEqualTo(640);
  }
}
