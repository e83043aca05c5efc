package dev.brisk.cli.report;

import java.util.List;

/**
 * A table as a piece of a {@link Page}. Cells are plain text; the first of a row is its head.
 *
 * @param heads the heads of the columns
 * @param rows as many cells in each as there are heads
 */
public record Table(List<String> heads, List<List<String>> rows) {
  public Table {
    heads = List.copyOf(heads);
    rows = List.copyOf(rows);
  }

  /** The table as HTML, for figures. */
  public String html() {
    return html("wide");
  }

  /** The table as HTML, for words. */
  public String words() {
    return html("wide words");
  }

  private String html(String style) {
    StringBuilder html = new StringBuilder("<div class=\"" + style + "\"><table>\n<thead><tr>");
    heads.forEach(head -> html.append("<th>").append(Html.text(head)).append("</th>"));
    html.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      html.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        String tag = i == 0 ? "th" : "td";
        html.append('<').append(tag).append('>').append(Html.text(row.get(i)));
        html.append("</").append(tag).append('>');
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody>\n</table></div>\n").toString();
  }
}
