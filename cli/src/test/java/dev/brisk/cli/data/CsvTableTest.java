package dev.brisk.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.InvalidInputException;
import dev.brisk.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvTableTest {
  @TempDir Path folder;

  @Test
  void read_takesQuotedFields() throws IOException {
    CsvTable table = read("name,n\n\"a, \"\"b\"\"\n\",1\n");
    assertThat(table.rows()).isEqualTo(1);
    assertThat(table.text(0, table.column("name"))).isEqualTo("a, \"b\"\n");
    assertThat(table.integer(0, table.column("n"))).isEqualTo(1);
  }

  @Test
  void read_takesWindowsLinesByteOrderMarkAndEmptyLines() throws IOException {
    CsvTable table = read("\uFEFFfile,label\r\n\r\na.png, 2 \r\nb.png,3");
    assertThat(table.header()).containsExactly("file", "label");
    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.text(1, 0)).isEqualTo("b.png");
    assertThat(table.integer(0, 1)).isEqualTo(2);
  }

  @Test
  void read_keepsEmptyLastField() throws IOException {
    CsvTable table = read("a,b\n1,\n,2\n3,");
    assertThat(table.text(0, 1)).isEmpty();
    assertThat(table.text(1, 0)).isEmpty();
    assertThat(table.text(2, 1)).isEmpty();
  }

  @Test
  void column_isMissing() throws IOException {
    assertThat(read("a,b\n").column("c")).isEqualTo(-1);
  }

  @Test
  void read_refusesRowOfAnotherLength() {
    assertThatThrownBy(() -> read("a,b\n1,2\n1,2,3\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith("t.csv, line 3: there are 3 fields, but the header has 2");
  }

  @Test
  void read_refusesOpenQuote() {
    assertThatThrownBy(() -> read("a\n\"1\n2\n"))
        .hasMessageContaining("line 2: a field in quotes does not end");
  }

  @Test
  void read_refusesEmptyFile() {
    assertThatThrownBy(() -> read("")).hasMessageContaining("is empty");
  }

  @Test
  void read_refusesBytesThatAreNoText() throws IOException {
    Path file = Files.write(folder.resolve("t.csv"), new byte[] {'a', (byte) 0xff, '\n'});
    assertThatThrownBy(() -> CsvTable.read(file)).hasMessageContaining("not UTF-8");
  }

  @Test
  void read_namesMissingFile() {
    assertThatThrownBy(() -> CsvTable.read(folder.resolve("none.csv")))
        .isInstanceOf(StorageException.class)
        .hasMessageEndingWith("none.csv: there is no such file");
  }

  @Test
  void integer_namesLineAndColumn() throws IOException {
    CsvTable table = read("file,label\na.png,cat\n");
    assertThatThrownBy(() -> table.integer(0, 1))
        .hasMessageEndingWith("t.csv, line 2, column label: \"cat\" is not a whole number");
  }

  @Test
  void number_namesLineAndColumn() throws IOException {
    CsvTable table = read("cx\n0.5\nhalf\n");
    assertThat(table.number(0, 0)).isEqualTo(0.5);
    assertThatThrownBy(() -> table.number(1, 0)).hasMessageEndingWith("\"half\" is not a number");
  }

  private CsvTable read(String text) throws IOException {
    return CsvTable.read(Files.writeString(folder.resolve("t.csv"), text));
  }
}
