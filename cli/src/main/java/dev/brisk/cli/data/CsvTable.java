package dev.brisk.cli.data;

import dev.brisk.InvalidInputException;
import dev.brisk.cli.config.FileErrors;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of comma-separated values with a header, as RFC 4180 has it: UTF-8, fields in double
 * quotes may hold commas, line breaks and doubled quotes. Empty lines are skipped.
 */
public final class CsvTable {
  private final Path file;
  private final List<String> header;
  private final List<Row> rows;

  private CsvTable(Path file, List<String> header, List<Row> rows) {
    this.file = file;
    this.header = header;
    this.rows = rows;
  }

  private record Row(int line, List<String> fields) {}

  /**
   * Reads a whole table.
   *
   * @throws InvalidInputException if a row has not as many fields as the header
   * @throws dev.brisk.StorageException if the file cannot be read
   */
  public static CsvTable read(Path file) {
    List<Row> rows;
    try {
      rows = new Parser(file, Files.readString(file)).rows();
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(file + " is not a CSV file: it is not UTF-8 text", e);
    } catch (IOException e) {
      throw FileErrors.reading(file, e);
    }
    if (rows.isEmpty()) {
      throw new InvalidInputException(file + " is empty, but must be a CSV file with a header");
    }
    List<String> header = rows.remove(0).fields;
    for (Row row : rows) {
      if (row.fields.size() != header.size()) {
        throw new InvalidInputException(
            "%s, line %d: there are %d fields, but the header has %d"
                .formatted(file, row.line, row.fields.size(), header.size()));
      }
    }
    return new CsvTable(file, header, rows);
  }

  /** The file this was read from. */
  public Path file() {
    return file;
  }

  /** The names of the columns. */
  public List<String> header() {
    return header;
  }

  /** The number of rows below the header. */
  public int rows() {
    return rows.size();
  }

  /** The index of a column, or -1 if there is none of this name. */
  public int column(String name) {
    return header.indexOf(name);
  }

  /** The text in a row, counted from 0 below the header, and column. */
  public String text(int row, int column) {
    return rows.get(row).fields.get(column);
  }

  /** The whole number in a row and column. */
  public long integer(int row, int column) {
    try {
      return Long.parseLong(text(row, column).strip());
    } catch (NumberFormatException e) {
      throw wrong(row, column, "a whole number", e);
    }
  }

  /** The number in a row and column. */
  public double number(int row, int column) {
    try {
      return Double.parseDouble(text(row, column).strip());
    } catch (NumberFormatException e) {
      throw wrong(row, column, "a number", e);
    }
  }

  private InvalidInputException wrong(int row, int column, String allowed, Throwable cause) {
    return new InvalidInputException(
        "%s, line %d, column %s: \"%s\" is not %s"
            .formatted(file, rows.get(row).line, header.get(column), text(row, column), allowed),
        cause);
  }

  /** Goes through the text once. */
  private static final class Parser {
    private final Path file;
    private final String text;
    private int at;
    private int line = 1;

    Parser(Path file, String text) {
      this.file = file;
      this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    List<Row> rows() {
      List<Row> rows = new ArrayList<>();
      while (at < text.length()) {
        int start = line;
        List<String> fields = fields();
        if (fields.size() > 1 || !fields.get(0).isEmpty()) {
          rows.add(new Row(start, fields));
        }
      }
      return rows;
    }

    private List<String> fields() {
      List<String> fields = new ArrayList<>();
      do {
        fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
      } while (at < text.length() && text.charAt(at++) == ',');
      return List.copyOf(fields);
    }

    /** Ends before a comma or on the last character of a line break. */
    private String plain() {
      int start = at;
      while (at < text.length() && ",\n".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      boolean ended = at < text.length() && text.charAt(at) == '\n';
      line += ended ? 1 : 0;
      String field = text.substring(start, at);
      return field.endsWith("\r") ? field.substring(0, field.length() - 1) : field;
    }

    private String quoted() {
      StringBuilder field = new StringBuilder();
      int start = line;
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"') {
          if (at + 1 == text.length() || text.charAt(at + 1) != '"') {
            at++;
            return field + plain();
          }
          at++;
        }
        line += c == '\n' ? 1 : 0;
        field.append(c);
      }
      throw new InvalidInputException(
          file + ", line " + start + ": a field in quotes does not end; close it with \"");
    }
  }
}
