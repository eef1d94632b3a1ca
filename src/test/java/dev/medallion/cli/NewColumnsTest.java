package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source table that is given a column. */
class NewColumnsTest {
  private static final String CONF =
      """
      jobs.copy {
        layer = silver
        source { type = delta, table = events, layer = bronze }
        sink { type = delta, table = events }
      """;

  @TempDir Path folder;
  private Sketch sketch;

  @BeforeEach
  void copyATableThatThenGetsAColumn() {
    sketch = new Sketch(folder);
    sketch.conf(CONF + "}");
    write("SELECT 1 AS id");
    assertThat(sketch.drain().code()).isZero();
    write("SELECT 2 AS id, 'new' AS what");
  }

  @Test
  void itIsLeftOutByDefaultAndTold() {
    Lakehouse.Ended ended = sketch.drain();
    assertThat(ended.code()).as(ended.out()).isZero();
    assertThat(sketch.table("silver/events").columns()).containsExactly("id");
    assertThat(sketch.rows("silver/events", "id")).containsExactly("1", "2");
    assertThat(changes())
        .containsExactly(
            "id INT -> id INT, what STRING: what is new and stays out of %s/lake/silver/events"
                .formatted(folder));
  }

  @Test
  void itIsAddedOnRequest() {
    sketch.conf(CONF + "on-new-column = add\n}");
    Lakehouse.Ended ended = sketch.drain();
    assertThat(ended.code()).as(ended.out()).isZero();
    assertThat(sketch.rows("silver/events", "id", "what")).containsExactly("1 null", "2 new");
    assertThat(changes())
        .containsExactly(
            "id INT -> id INT, what STRING: what was added to %s/lake/silver/events"
                .formatted(folder));
  }

  @Test
  void itStopsTheJobOnRequest() {
    sketch.conf(CONF + "on-new-column = fail\n}");
    Lakehouse.Ended ended = sketch.drain();
    assertThat(ended.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(ended.err())
        .contains(
            "jobs.copy.sink: %s/lake/silver/events lacks what; set on-new-column = add, or leave it out of the result"
                .formatted(folder));
    assertThat(sketch.rows("silver/events", "id")).containsExactly("1");
  }

  private java.util.List<String> changes() {
    return sketch
        .lakehouse()
        .tracking(
            "SELECT old_value || ' -> ' || new_value || ': ' || message FROM Metadata_Logs"
                + " WHERE event_type = 'SCHEMA_CHANGE'");
  }

  private void write(String rows) {
    dev.medallion.LocalSpark.session()
        .sql(rows)
        .write()
        .format("delta")
        .mode("append")
        .option("mergeSchema", true)
        .save(folder.resolve("lake/bronze/events").toString());
  }
}
