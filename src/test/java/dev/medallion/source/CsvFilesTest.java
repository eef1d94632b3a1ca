package dev.medallion.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.decode.CsvDialect;
import dev.medallion.decode.CsvDialect.Blanks;
import dev.medallion.decode.OnNewColumn;
import dev.medallion.source.CsvFiles.Header;
import dev.medallion.source.CsvFiles.Lines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSV files read in parts of any size, below their headers. */
class CsvFilesTest {
  private static final CsvDialect RFC_4180 = new CsvDialect(',', '"', '"', "", Blanks.KEEP);
  private static final StructType SCHEMA = StructType.fromDDL("id int, name string");

  @TempDir Path folder;

  @Test
  void everyCutGivesEachRecordOnceBelowTheHeader() throws IOException {
    String text = "\ufeff\r\n \r\nname,new,id\r\none,x,1\r\n\r\n\"t,wo\",,2\nbad\n,,3\nfour,y,4";
    List<String> all =
        List.of(
            "[1, one]",
            "[2, t,wo]",
            "bad: [number of fields: expected 3, found 1]",
            "[3, null]",
            "[4, four]");
    for (int most = 1; most <= text.length() + 5; most++) {
      assertThat(rows(format(Header.FIRST, Lines.SINGLE), text, most))
          .as("in parts of %d bytes", most)
          .isEqualTo(all);
    }
  }

  @Test
  void withoutAHeaderTheFirstLineIsARecord() throws IOException {
    String text = "\ufeff\"1\",one\n2,two\n";
    for (int most = 1; most <= text.length(); most++) {
      assertThat(rows(format(Header.NONE, Lines.SINGLE), text, most))
          .containsExactly("[1, one]", "[2, two]");
    }
  }

  @Test
  void filesWithoutRecordsAreNothing() throws IOException {
    for (Lines lines : Lines.values()) {
      assertThat(rows(format(Header.FIRST, lines), "", 1)).isEmpty();
      assertThat(rows(format(Header.FIRST, lines), "\n\r\n  \n", 1)).isEmpty();
      assertThat(rows(format(Header.FIRST, lines), "id,name", 1)).isEmpty();
      assertThat(rows(format(Header.FIRST, lines), "id,name\n", 1)).isEmpty();
      assertThat(rows(format(Header.NONE, lines), "\n", 1)).isEmpty();
    }
  }

  @Test
  void aHeaderThatDoesNotFitIsToldOnce() throws IOException {
    String text = "id,names\n1,one\n2,two\n";
    for (int most = 1; most <= text.length(); most++) {
      assertThat(rows(format(Header.FIRST, Lines.SINGLE), text, most))
          .containsExactly(
              "bytes 0 to 21 of FILE: [from byte 0 of the file on: the header lacks the column"
                  + " name; nothing of the file is read]");
    }
    assertThat(rows(format(Header.FIRST, Lines.MULTI), "id,name,name\n1,one\n", 1))
        .containsExactly(
            "bytes 0 to 19 of FILE: [from byte 0 of the file on: the header has more than once the"
                + " column name; nothing of the file is read]");
  }

  @Test
  void aRecordMayGoOverLines() throws IOException {
    String text =
        "id,\"name\"\r\n1,\"a\r\n\r\nb\"\"\n\"\r\n2,\"c,\n\"\"\n3,x\"\n\n4,\"d\"\"\"\r\nb\"ad,\n5,e";
    assertThat(rows(format(Header.FIRST, Lines.MULTI), text, 3))
        .containsExactly(
            "[1, a\r\n\r\nb\"\n]",
            "[2, c,\n\"\n3,x]",
            "[4, d\"]",
            "b\"ad,: [field 1: a quote in a field that does not begin with one]",
            "[5, e]");
  }

  @Test
  void whereLinesAreRecordsAnOpenQuoteSpoilsItsLineAlone() throws IOException {
    assertThat(rows(format(Header.NONE, Lines.SINGLE), "1,\"a\nb\"\n2,c\n", 100))
        .containsExactly(
            "1,\"a: [field 2: the quote is not closed]",
            "b\": [field 1: a quote in a field that does not begin with one]",
            "[2, c]");
  }

  @Test
  void aQuoteThatIsNeverClosedTakesTheRest() throws IOException {
    assertThat(rows(format(Header.NONE, Lines.MULTI), "1,a\n2,\"b\n3,c\n", 100))
        .containsExactly("[1, a]", "2,\"b\n3,c: [field 2: the quote is not closed]");
    String huge = "1,a\n2,\"b\n" + ("3," + "c".repeat(997) + "\n").repeat(17_000);
    assertThat(rows(format(Header.NONE, Lines.MULTI), huge, 100))
        .containsExactly(
            "[1, a]",
            "bytes 4 to 17000009 of FILE: [from byte 4 of the file on: a quote is not closed within"
                + " 16777216 bytes]");
  }

  @Test
  void aCompressedFileIsReadAsAWhole() throws IOException {
    Path path = folder.resolve("a.csv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write("id,name\n1,one\n2,two\n".getBytes(UTF_8));
    }
    assertThat(
            Landed.rows(
                format(Header.FIRST, Lines.SINGLE), Slice.of(path.toString(), Files.size(path)), 1))
        .containsExactly("[1, one]", "[2, two]");
  }

  @Test
  void theTextOfGoodRecordsIsKept() throws IOException {
    var format =
        new CsvFiles(
            SCHEMA,
            new StructType(),
            RFC_4180,
            Header.FIRST,
            Lines.MULTI,
            KeepRaw.YES,
            OnNewColumn.IGNORE);
    assertThat(rows(format, "id,name\r\n1,\"o\nne\"\r\nx,y\r\n", 100))
        .containsExactly("[1, o\nne, 1,\"o\nne\"]", "x,y: [id: expected int, found \"x\"]");
  }

  private static CsvFiles format(Header header, Lines lines) {
    return new CsvFiles(
        SCHEMA, new StructType(), RFC_4180, header, lines, KeepRaw.NO, OnNewColumn.IGNORE);
  }

  private List<String> rows(CsvFiles format, String text, long most) throws IOException {
    Path path = Files.writeString(folder.resolve("a.csv"), text);
    return Landed.rows(format, Slice.of(path.toString(), Files.size(path)), most);
  }
}
