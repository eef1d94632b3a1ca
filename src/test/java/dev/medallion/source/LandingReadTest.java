package dev.medallion.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.LocalSpark;
import dev.medallion.decode.OnNewColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A landing folder read by Spark: the very files that are there, whatever their names. */
class LandingReadTest {
  @TempDir Path temp;
  private Path landing;

  @BeforeEach
  void open() throws IOException {
    landing = Files.createDirectories(temp.resolve("landing"));
  }

  @Test
  void aNameIsNoPattern() throws Exception {
    List<String> names =
        List.of(
            "a1.json",
            "a[1].json",
            "ab.json",
            "a{b}.json",
            "a*.json",
            "a?.json",
            "a\\b.json",
            "a b.json",
            "a%20b.json",
            "a#b.json",
            "a:b.json",
            "ü.json",
            "day=1/a.json",
            "x:y/a:b.json",
            "zwei\nZeilen.json");
    for (String name : names) {
      file(name, "{\"a\":1}\n{\"a\":2}\n");
    }
    Map<String, Long> expected = new HashMap<>();
    names.forEach(name -> expected.put("file:" + landing.resolve(name), 2L));

    assertThat(drained()).isEqualTo(expected);
    assertThat(names).allSatisfy(name -> assertThat(temp.resolve("archive/" + name)).exists());
    assertThat(names).allSatisfy(name -> assertThat(landing.resolve(name)).doesNotExist());
  }

  @Test
  void aFileThatIsBeingCopiedIsNotSeen() throws Exception {
    file("a.json._COPYING_", "{\"a\":1}\n");

    assertThat(drained()).isEmpty();
    assertThat(landing.resolve("a.json._COPYING_")).exists();
  }

  @Test
  void anEmptyFileMakesABatchWithoutRows() throws Exception {
    file("a.json", "");

    assertThat(drained()).isEmpty();
    assertThat(temp.resolve("archive/a.json")).exists();
  }

  /** The rows of a drain by their file. */
  private Map<String, Long> drained() throws Exception {
    SparkSession spark = LocalSpark.session();
    var source =
        new LandingSource(
            landing.toString(),
            temp.resolve("archive").toString(),
            1000,
            new JsonLines(new StructType().add("a", "bigint"), KeepRaw.NO, OnNewColumn.IGNORE));
    Map<String, Long> rows = new HashMap<>();
    source
        .open(spark, (id, entity, message) -> {})
        .rows()
        .writeStream()
        .option("checkpointLocation", temp.resolve("checkpoint").toString())
        .trigger(Trigger.AvailableNow())
        .foreachBatch(
            (batch, number) -> {
              for (Row row : batch.select(Source.SOURCE_FILE).collectAsList()) {
                rows.merge(row.getString(0), 1L, Long::sum);
              }
            })
        .start()
        .awaitTermination();
    return rows;
  }

  private void file(String name, String content) throws IOException {
    Files.createDirectories(landing.resolve(name).getParent());
    Files.writeString(landing.resolve(name), content);
  }
}
