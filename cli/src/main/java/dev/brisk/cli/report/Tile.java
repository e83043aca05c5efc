package dev.brisk.cli.report;

/**
 * A figure that counts.
 *
 * @param name what it is of, in a word
 * @param figure the figure with its unit, short
 * @param note a few words on it
 * @param good whether a reader may be glad of it
 */
public record Tile(String name, String figure, String note, boolean good) {
  String html() {
    return """
        <section class="tile%s"><h2>%s</h2><p class="figure">%s</p><p class="note">%s</p></section>
        """
        .formatted(good ? "" : " warn", Html.text(name), Html.text(figure), Html.text(note));
  }
}
