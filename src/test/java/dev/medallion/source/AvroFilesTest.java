package dev.medallion.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.decode.OnNewColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Avro files read as they are, and as far as they are whole. */
class AvroFilesTest {
  private static final Configuration HADOOP = new Configuration();
  private static final String COLUMNS =
      """
      {"type":"record","name":"Reading","fields":[
      {"name":"id","type":"long"},{"name":"unit","type":"string","default":"C"}]}
      """;
  private static final Schema WRITTEN =
      new Schema.Parser()
          .parse(
              """
              {"type":"record","name":"Reading","fields":[
              {"name":"note","type":"string"},{"name":"id","type":"int"}]}
              """);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate", "snappy", "bzip2", "zstandard", "xz"})
  void everyCodecIsRead(String codec) throws IOException {
    byte[] file = AvroFile.of(WRITTEN, codec, List.of(records(1, 3), records(4, 5)));
    assertThat(read(file)).containsExactly("1 C", "2 C", "3 C", "4 C", "5 C");
  }

  @Test
  void aFileWithoutRecordsIsNothing() throws IOException {
    assertThat(read(AvroFile.of(WRITTEN, "deflate", List.of()))).isEmpty();
  }

  @Test
  void whatWasWrittenAfterTheListingIsNotRead() throws IOException {
    byte[] file = AvroFile.of(WRITTEN, "null", List.of(records(1, 2)));
    byte[] longer = Arrays.copyOf(file, file.length + 50);
    assertThat(read(longer, file.length)).containsExactly("1 C", "2 C");
  }

  @Test
  void whatComesBeforeADamageArrives() throws IOException {
    byte[] whole = AvroFile.of(WRITTEN, "deflate", List.of(records(1, 2), records(3, 9)));
    int second = AvroFile.of(WRITTEN, "deflate", List.of(records(1, 2))).length;
    whole[whole.length - 1] ^= 1;
    assertThat(read(whole))
        .containsExactly(
            "1 C",
            "2 C",
            "bytes %d to %d of FILE: [from byte %d of the file on: damaged: the block there does not"
                    .formatted(second, whole.length, second)
                + " end with the file's mark]");
  }

  @Test
  void aFileThatIsCutOffTellsWhere() throws IOException {
    byte[] whole = AvroFile.of(WRITTEN, "null", List.of(records(1, 2), records(3, 9)));
    int second = AvroFile.of(WRITTEN, "null", List.of(records(1, 2))).length;
    int size = whole.length - 20;
    assertThat(read(Arrays.copyOf(whole, size)))
        .containsExactly(
            "1 C",
            "2 C",
            "bytes %d to %d of FILE: [from byte %d of the file on: cut off or damaged: 56 bytes"
                    .formatted(second, size, second)
                + " where 52 are left]");
  }

  @Test
  void aDamageInsideABlockTellsTheRecord() throws IOException {
    byte[] file = AvroFile.of(WRITTEN, "null", List.of(records(1, 3)));
    int first = AvroFile.of(WRITTEN, "null", List.of()).length;
    int note = new String(file, ISO_8859_1).indexOf("note 2");
    file[note - 1] = 127; // its length, as if it were 64 less a half
    assertThat(read(file))
        .containsExactly(
            "1 C",
            "bytes %d to %d of FILE: [from byte %d of the file on: damaged: record 2 of the block"
                    .formatted(first, file.length, first)
                + " there is not Avro: a length of -64]");
  }

  @Test
  void aBlockOfMoreThanItsRecordsIsDamaged() throws IOException {
    byte[] file = AvroFile.of(WRITTEN, "null", List.of(records(1, 3)));
    int first = AvroFile.of(WRITTEN, "null", List.of()).length;
    file[first] = 2 * 2; // the number of records
    assertThat(read(file))
        .containsExactly(
            "1 C",
            "2 C",
            "bytes %d to %d of FILE: [from byte %d of the file on: damaged: 8 bytes behind the last"
                    .formatted(first, file.length, first)
                + " record of the block there]");
  }

  @Test
  void aRecordThatDoesNotFitIsMalformedAlone() throws IOException {
    byte[] file = AvroFile.of(WRITTEN, "null", List.of(records(1, 3)));
    Schema other = new Schema.Parser().parse(WRITTEN.toString().replace("\"int\"", "\"boolean\""));
    GenericRecord record = new GenericData.Record(other);
    record.put("note", "n");
    record.put("id", true);
    assertThat(read(file)).hasSize(3);
    assertThat(read(AvroFile.of(other, "null", List.of(List.of(record, record)))))
        .containsExactly(
            "\u0002n\u0001: [does not fit the schema: Found boolean, expecting long]",
            "\u0002n\u0001: [does not fit the schema: Found boolean, expecting long]");
  }

  @Test
  void whatIsNoAvroFileIsTold() throws IOException {
    String reason = "bytes 0 to %d of FILE: [from byte 0 of the file on: not an Avro file: %s]";
    assertThat(read("{\"a\":1}".getBytes(UTF_8)))
        .containsExactly(reason.formatted(7, "it does not begin with Obj and 1"));
    assertThat(read(new byte[0])).containsExactly(reason.formatted(0, "it is empty"));
  }

  @Test
  void anUnknownCodecIsTold() throws IOException {
    byte[] file = AvroFile.of(WRITTEN, "snappy", List.of(records(1, 2)));
    int at = new String(file, ISO_8859_1).indexOf("snappy");
    file[at] = 'z';
    assertThat(read(file))
        .containsExactly(
            "bytes 0 to %d of FILE: [from byte 0 of the file on: is packed with an unknown codec:"
                    .formatted(file.length)
                + " znappy]");
  }

  @Test
  void aFileThatIsGoneFails() {
    assertThatThrownBy(() -> rows(Slice.of(folder.resolve("gone.avro").toUri().toString(), 5)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a file of the batch in hand is gone")
        .hasMessageEndingWith("put it back");
  }

  /** Every record before the damage or a row that tells it; nothing else, whatever is damaged. */
  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate", "snappy", "zstandard"})
  void aFlippedBitNeverFailsAndIsNeverSilent(String codec) throws IOException {
    Random random = new Random(7);
    byte[] whole = AvroFile.of(WRITTEN, codec, List.of(records(1, 20), records(21, 40)));
    for (int round = 0; round < 1_000; round++) {
      byte[] file = whole.clone();
      file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      List<String> rows = read(file);
      assertThat(rows.size() >= 40 || rows.get(rows.size() - 1).startsWith("bytes "))
          .as(round + ": " + rows)
          .isTrue();
    }
  }

  private static List<GenericRecord> records(int from, int to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(
            id -> {
              GenericRecord record = new GenericData.Record(WRITTEN);
              record.put("note", "note " + id);
              record.put("id", (int) id);
              return record;
            })
        .toList();
  }

  private List<String> read(byte[] file) throws IOException {
    return read(file, file.length);
  }

  private List<String> read(byte[] file, long size) throws IOException {
    Path path = Files.write(folder.resolve("x.avro"), file);
    return rows(Slice.of(path.toUri().toString(), size)).stream()
        .map(row -> row.replace(path.toUri().toString(), "FILE"))
        .toList();
  }

  private static List<String> rows(Slice slice) throws IOException {
    LandedFormat.Files files = new AvroFiles(COLUMNS, OnNewColumn.IGNORE).files(HADOOP);
    assertThat(files.parts(slice, 10)).containsExactly(slice);
    List<String> rows = new ArrayList<>();
    try (LandedFormat.Records records = files.open(slice)) {
      LandedRow row = new LandedRow(2);
      for (row.clear(null); records.next(row); row.clear(null)) {
        rows.add(shown(row.row()));
      }
      assertThat(records.next(row)).isFalse();
    }
    return rows;
  }

  private static String shown(InternalRow row) {
    return row.isNullAt(4)
        ? row.getLong(0) + " " + row.getUTF8String(1)
        : row.getUTF8String(3) + ": " + Arrays.toString(row.getArray(4).array());
  }
}
