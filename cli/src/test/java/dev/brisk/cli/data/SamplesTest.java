package dev.brisk.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SamplesTest {
  @ParameterizedTest
  @CsvSource({"10,3", "9,3", "1,3", "0,2", "7,1", "8,8", "5,9"})
  void every_andTheRestAreAllInOrder(int size, int n) {
    Samples all = numbers(size);
    assertThat(names(all.every(n)))
        .isEqualTo(IntStream.range(0, size).filter(i -> i % n == 0).mapToObj(i -> "" + i).toList());
    assertThat(names(all.exceptEvery(n)))
        .isEqualTo(IntStream.range(0, size).filter(i -> i % n != 0).mapToObj(i -> "" + i).toList());
  }

  @Test
  void limitAndSkip_splitInTwo() {
    Samples all = numbers(5);
    assertThat(names(all.limit(2))).containsExactly("0", "1");
    assertThat(names(all.skip(2))).containsExactly("2", "3", "4");
    assertThat(all.limit(9).size()).isEqualTo(5);
    assertThat(all.skip(9).size()).isZero();
  }

  @Test
  void inputs_canBeGoneThroughTwice() {
    Iterable<Map<String, dev.brisk.Tensor>> inputs = numbers(3).inputs();
    assertThat(inputs).hasSize(3);
    assertThat(inputs).hasSize(3);
  }

  private static List<String> names(Samples samples) {
    return IntStream.range(0, samples.size()).mapToObj(i -> samples.get(i).name()).toList();
  }

  private static Samples numbers(int size) {
    return new Samples() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Sample get(int index) {
        return new Sample("" + index, OptionalLong.empty(), Map.of(), null);
      }
    };
  }
}
