package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.cli.Lakehouse.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a landing folder into folders of Parquet files, with restarts. */
class ParquetTest {
  private static final String TASKS =
      "SELECT status, batch_id, input_rows, output_rows, quarantined_rows, delta_version"
          + " FROM Task_Metadata ORDER BY task_id";

  @TempDir Path folder;
  private Lakehouse lakehouse;

  @BeforeEach
  void drainOneBatch() throws IOException {
    lakehouse = new Lakehouse(folder);
    Files.writeString(folder.resolve("sales.ddl"), "id BIGINT, shop STRING, day DATE");
    configure("table = sales, partition-by = [day, shop]");
    lakehouse.land("a.json", sale(1, "a") + sale(2, "b") + "{\"id\":3}\nnot json\n");
    assertEnded(drain());
  }

  @Test
  void eachBatchIsAFolderAndWhatIsKeptBackStandsBesideTheTable() {
    lakehouse.land("b.json", sale(4, "a"));
    assertEnded(drain());

    String query = lakehouse.tracking("SELECT DISTINCT query_id FROM Task_Metadata").get(0);
    assertThat(sales().schema().toDDL())
        .isEqualTo(
            "id BIGINT,_source_file STRING,_ingested_at TIMESTAMP,medallion_query STRING,"
                + "medallion_batch INT,day DATE,shop STRING");
    assertThat(found("id", "day", "shop", "medallion_query", "medallion_batch"))
        .containsExactlyInAnyOrder(
            "[1,2026-01-31,a,%s,0]".formatted(query),
            "[2,2026-01-31,b,%s,0]".formatted(query),
            "[4,2026-01-31,a,%s,1]".formatted(query));
    assertThat(batch(1).resolve("day=2026-01-31/shop=a")).isDirectory();
    assertThat(lakehouse.table("bronze/sales_quarantine").select("stage").collectAsList())
        .extracting(Row::toString)
        .containsExactlyInAnyOrder("[decode]", "[expect]");
    assertThat(lakehouse.tracking(TASKS))
        .containsExactly("COMPLETED 0 4 2 2 null", "COMPLETED 1 1 1 0 null");
  }

  @Test
  void deadBetweenTheRowsAndTheirRecord() throws IOException {
    takeBack();

    assertEnded(drain());

    assertThat(found("id", "shop")).containsExactlyInAnyOrder("[1,a]", "[2,b]");
    assertThat(lakehouse.table("bronze/sales_quarantine").count()).isEqualTo(2);
    assertThat(lakehouse.tracking(TASKS))
        .containsExactly("ABANDONED 0 null null null null", "RECOVERED 0 4 2 2 null");
  }

  @Test
  void deadBeforeTheRowsWereInTheirPlace() throws IOException {
    takeBack();
    Path dead = batch(0).resolveSibling("_writing").resolve("_dead");
    FileUtils.moveDirectory(batch(0).toFile(), dead.toFile());

    assertEnded(drain());

    assertThat(found("id", "shop")).containsExactlyInAnyOrder("[1,a]", "[2,b]");
    assertThat(dead.getParent()).doesNotExist();
    assertThat(lakehouse.tracking(TASKS))
        .containsExactly("ABANDONED 0 null null null null", "COMPLETED 0 4 2 2 null");
  }

  @Test
  void anOlderCopyOfTheCheckpointIsRefused() throws IOException {
    Path copy = folder.resolve("copy");
    FileUtils.copyDirectory(checkpoint().toFile(), copy.toFile());
    lakehouse.land("b.json", sale(4, "a"));
    assertEnded(drain());
    FileUtils.deleteDirectory(checkpoint().toFile());
    FileUtils.copyDirectory(copy.toFile(), checkpoint().toFile());
    lakehouse.land("c.json", sale(5, "a"));

    Ended ended = drain();

    assertThat(ended.code()).isEqualTo(ExitCode.CHECKPOINT);
    assertThat(ended.out())
        .contains(
            "is an older copy: its newest batch is 0, but tracking knows that batch 1 is done");
  }

  /** Another query must not touch what the first one wrote, though its batches have its numbers. */
  @Test
  void aJobThatStartsOverWritesBesideWhatIsThere() throws IOException {
    lakehouse.land("b.json", sale(2, "b"));
    assertEnded(drain("--set", "pipeline=again"));
    assertThat(found("id", "medallion_batch")).containsExactlyInAnyOrder("[1,0]", "[2,0]", "[2,0]");
  }

  @Test
  void aFolderElsewhereHasItsQuarantineBeside() throws IOException {
    lakehouse.land("b.json", sale(4, "a") + "bad\n");
    configure("path = \"%s/\"".formatted(folder.resolve("elsewhere/sales")));
    assertEnded(drain("--set", "pipeline=again"));
    SparkSession spark = SparkSession.active();
    assertThat(spark.read().parquet(folder.resolve("elsewhere/sales").toString()).count())
        .isEqualTo(1);
    assertThat(
            spark
                .read()
                .format("delta")
                .load(folder.resolve("elsewhere/sales_quarantine").toString())
                .count())
        .isEqualTo(1);
  }

  @Test
  void whatCannotBeIsRefusedBeforeTheStart() throws IOException {
    assertRefused(
        "table = sales",
        "output-mode: Parquet files keep what output-mode = complete replaces; write to a sink of"
            + " type delta with mode = complete, or set output-mode = append, which writes a window"
            + " once when it is final",
        "jobs.bronze.output-mode=complete");
    assertRefused("table = sales, path = x", "sink.path: stands beside table; keep one of them");
    assertRefused("", "sink: has neither table nor path; set one of them");
    assertRefused(
        "table = a.sales",
        "sink.table: is a name of a catalog, which holds Delta tables only; leave the dots out");
    assertRefused(
        "table = sales, location = x",
        "sink.location: is for a Delta table of the catalog; set path instead of table");
    assertRefused(
        "table = sales, partition-by = [shops]",
        "sink: cannot write these rows: partition-by names shops, which is no column of these;"
            + " there are id, shop, day, _source_file, _ingested_at");
  }

  private void assertRefused(String sink, String sentence, String... settings) throws IOException {
    configure(sink);
    List<String> more = Stream.of(settings).flatMap(set -> Stream.of("--set", set)).toList();
    Ended ended = lakehouse.command(conf(), "check", more.toArray(String[]::new));
    assertThat(ended.err()).hasLineCount(1).endsWith(": jobs.bronze." + sentence + "\n");
    assertThat(ended.code()).isEqualTo(ExitCode.BAD_INPUT);
  }

  private void configure(String sink) throws IOException {
    Files.writeString(
        conf(),
        """
        pipeline = sales
        jobs.bronze {
          layer = bronze
          source { type = json, path = landing, schema = sales.ddl }
          expect { has-shop = "shop IS NOT NULL" }
          sink { type = parquet, %s }
        }
        """
            .formatted(sink));
  }

  private Path conf() {
    return folder.resolve("sales.conf");
  }

  private Ended drain(String... more) {
    return lakehouse.command(
        conf(),
        "run",
        Stream.concat(Stream.of("--available-now"), Stream.of(more)).toArray(String[]::new));
  }

  private static void assertEnded(Ended ended) {
    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
  }

  private Path table() {
    return lakehouse.lake().resolve("bronze/sales");
  }

  private Path checkpoint() {
    return lakehouse.lake().resolve("_checkpoints/sales/bronze");
  }

  private Path batch(long number) {
    String query = lakehouse.tracking("SELECT DISTINCT query_id FROM Task_Metadata").get(0);
    return table().resolve("medallion_query=" + query).resolve("medallion_batch=" + number);
  }

  private Dataset<Row> sales() {
    return SparkSession.active().read().parquet(table().toString());
  }

  private List<String> found(String first, String... others) {
    return sales().select(first, others).collectAsList().stream().map(Row::toString).toList();
  }

  /** What a process had done that died behind the rename of its batch. */
  private void takeBack() throws IOException {
    Files.delete(checkpoint().resolve("commits/0"));
    Files.deleteIfExists(checkpoint().resolve("commits/.0.crc"));
    Files.delete(checkpoint().resolve("sources/0/settled"));
    Files.deleteIfExists(checkpoint().resolve("sources/0/.settled.crc"));
    Files.move(lakehouse.archive().resolve("a.json"), lakehouse.landing().resolve("a.json"));
    lakehouse.change(
        "UPDATE Task_Metadata SET status = 'STARTED', end_time = NULL, duration_ms = NULL,"
            + " input_rows = NULL, output_rows = NULL, quarantined_rows = NULL,"
            + " rejected_rows = NULL, skipped_rows = NULL");
    lakehouse.change("UPDATE Job_Metadata SET status = 'RUNNING', end_time = NULL");
  }

  private static String sale(int id, String shop) {
    return "{\"id\":%d,\"shop\":\"%s\",\"day\":\"2026-01-31\"}\n".formatted(id, shop);
  }
}
