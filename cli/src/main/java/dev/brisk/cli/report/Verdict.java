package dev.brisk.cli.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The head of a page: what came of it. All in plain text.
 *
 * @param command the command that made the page
 * @param title the verdict in a line
 * @param lead the verdict in sentences
 * @param tiles the figures that count, best four
 */
public record Verdict(String command, String title, String lead, List<Tile> tiles) {
  public Verdict {
    tiles = List.copyOf(tiles);
  }

  /** The head as HTML. */
  public String html() {
    return """
        <header>
        <p class="eyebrow">%s</p>
        <h1>%s</h1>
        <p class="lead">%s</p>
        <div class="tiles">
        %s</div>
        </header>
        """
        .formatted(
            Html.text(command),
            Html.text(title),
            Html.text(lead),
            tiles.stream().map(Tile::html).collect(Collectors.joining()));
  }
}
