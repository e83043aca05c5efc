package dev.brisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class OptionsTest {
  private record Named(String name) implements Accelerator {
    @Override
    public String description() {
      return name;
    }

    @Override
    public Executable compile(Model model, CompileOptions options) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void compileOptions_areChangedCopies() {
    CompileOptions defaults = CompileOptions.defaults();
    CompileOptions changed = defaults.with("b", "2").threads(3).with("a", "1").with("b", "4");
    assertThat(defaults.threads()).isEmpty();
    assertThat(defaults.settings()).isEmpty();
    assertThat(changed.threads()).hasValue(3);
    assertThat(changed.settings()).containsExactly(Map.entry("a", "1"), Map.entry("b", "4"));
    assertThatThrownBy(() -> changed.settings().put("c", "5"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(changed).hasToString("{threads=3, a=1, b=4}");
    assertThat(defaults).hasToString("{}");
  }

  @Test
  void compileOptions_areEqualByWhatIsSet() {
    CompileOptions one = CompileOptions.defaults().with("a", "1").threads(2);
    CompileOptions same = CompileOptions.defaults().threads(2).with("a", "1");
    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(one).isNotEqualTo(same.threads(1)).isNotEqualTo(same.with("a", "2"));
  }

  @Test
  void lessThanOneThread_isRefused() {
    assertThatThrownBy(() -> CompileOptions.defaults().threads(0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 or more, but is 0");
  }

  @Test
  void quantizationOptions_areChangedCopies() {
    QuantizationOptions defaults = QuantizationOptions.defaults();
    Accelerator chosen = new Named("chosen");
    Progress progress = (stage, done, total) -> {};
    QuantizationOptions changed =
        defaults
            .exclude("conv2", "conv1")
            .exclude("conv2", "gemm")
            .with("range", "mse")
            .accelerator(chosen)
            .progress(progress);
    assertThat(defaults.excluded()).isEmpty();
    assertThat(defaults.progress()).isSameAs(Progress.NONE);
    assertThat(changed.excluded()).containsExactly("conv1", "conv2", "gemm");
    assertThat(changed.settings()).containsEntry("range", "mse");
    assertThat(changed.accelerator()).isSameAs(chosen);
    assertThat(changed.progress()).isSameAs(progress);
    assertThat(changed)
        .hasToString("{accelerator=chosen, excluded=[conv1, conv2, gemm], range=mse}");
    assertThat(defaults).hasToString("{}");
    assertThatThrownBy(() -> changed.excluded().add("x"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void quantizationOptions_areEqualByWhatIsSet() {
    QuantizationOptions one = QuantizationOptions.defaults().exclude("a").with("range", "mse");
    QuantizationOptions same = QuantizationOptions.defaults().with("range", "mse").exclude("a");
    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(one)
        .isNotEqualTo(same.exclude("b"))
        .isNotEqualTo(same.with("range", "minmax"))
        .isNotEqualTo(same.accelerator(new Named("x")))
        .isNotEqualTo(same.progress((stage, done, total) -> {}));
    assertThat(same.accelerator(new Named("x"))).isEqualTo(one.accelerator(new Named("x")));
  }

  @Test
  void availability_saysYesOrNo() {
    assertThat(Availability.yes("here")).isEqualTo(new Availability(true, "here"));
    assertThat(Availability.no("not")).isEqualTo(new Availability(false, "not"));
  }
}
