package dev.brisk.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PageTest {
  /** How many canvases there are, in how many something is drawn, and how wide all is. */
  private static final String PROBE =
      """
      (() => {
        const canvases = [...document.querySelectorAll("canvas")];
        const inked = canvases.filter((canvas) => {
          const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          const colours = new Set();
          for (let i = 0; i < data.length; i += 4) {
            if (data[i + 3] > 200) colours.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
          }
          return colours.size > 3;
        });
        const root = document.documentElement;
        return {charts: canvases.length, drawn: inked.length, width: root.scrollWidth};
      })()
      """;

  @TempDir static Path folder;
  private static Optional<Browser> browser = Optional.empty();

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start();
  }

  @AfterAll
  static void stop() {
    browser.ifPresent(Browser::close);
  }

  @Test
  void of_escapesAllTexts() {
    String page = SamplePage.html();
    assertThat(page).doesNotContain(SamplePage.EVIL).doesNotContain("<img src=x");
    assertThat(page.replaceAll("(?s)<script.*?</script>", "")).contains("&lt;/script&gt;");
  }

  @Test
  void of_asksForNothingOutsideTheFile() {
    String own = SamplePage.html().replaceAll("(?s)<script>.*?</script>", "");
    assertThat(own).doesNotContain("http://").doesNotContain("https://").doesNotContain("url(");
    assertThat(Pattern.compile("<(link|iframe|script[^>]* src)").matcher(own).find()).isFalse();
    assertThat(SamplePage.html()).contains("default-src 'none'").doesNotContain("sourceMappingURL");
  }

  @Test
  void of_bringsTheChartLibraryOnlyWhereThereAreCharts() {
    assertThat(SamplePage.html()).contains("Released under the MIT License");
    assertThat(Page.of("plain", Page.paragraph("no chart"))).hasSizeLessThan(20_000);
  }

  @ParameterizedTest
  @CsvSource({"360,false", "360,true", "1280,false", "1280,true"})
  void of_isDrawnByABrowser(int width, boolean dark) throws IOException {
    assumeTrue(browser.isPresent(), "no Chromium on the path to look at the page with");
    Browser chromium = browser.orElseThrow();
    Path page = Files.writeString(folder.resolve("page.html"), SamplePage.html());
    chromium.show(page, width, dark);
    JsonNode found = chromium.evaluate(PROBE);
    assertThat(chromium.complaints()).isEmpty();
    assertThat(found.path("charts").asInt()).isEqualTo(SamplePage.CHARTS);
    assertThat(found.path("drawn").asInt()).isEqualTo(SamplePage.CHARTS);
    assertThat(found.path("width").asInt()).isLessThanOrEqualTo(width);
    String pictures = System.getProperty("brisk.pictures");
    if (pictures != null) {
      chromium.picture(Path.of(pictures, "page-" + width + (dark ? "-dark" : "-light") + ".png"));
    }
  }
}
