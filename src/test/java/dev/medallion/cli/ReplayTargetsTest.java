package dev.medallion.cli;

import static dev.medallion.cli.TopicHouse.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.LocalSpark;
import dev.medallion.cli.Lakehouse.Ended;
import dev.medallion.fault.Failpoint;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a quarantine reach every kind of sink, from other sources than JSON too. */
class ReplayTargetsTest {
  @TempDir Path folder;
  private Sketch sketch;

  @BeforeEach
  void open() {
    LocalSpark.session();
    sketch = new Sketch(folder);
  }

  @AfterEach
  void planNothing() {
    Failpoint.plan("");
  }

  /** A replayed row is as old as it is: it takes the place of none that is later. */
  @Test
  void anUpsertKeepsTheLater() {
    assertLatest(
        "type = delta, table = days, mode = upsert, keys = [id], latest-by = [made]",
        () -> sketch.rows("bronze/days", "id", "made", "n"));
  }

  @Test
  void aTableOfADatabaseHasThemOnce() {
    String url = "jdbc:h2:file:" + folder.resolve("shop");
    assertLatest(
        "type = jdbc, url = \"%s\", table = days, mode = upsert, keys = [id], latest-by = [made]"
            .formatted(url),
        () -> inDatabase(url));
  }

  /** What a database was asked to write may come yet. */
  @Test
  void aReplayThatADatabaseMayHaveIsNotGivenUp() {
    String url = "jdbc:h2:file:" + folder.resolve("shop");
    replayed("type = jdbc, url = \"%s\", table = days".formatted(url), "before-sink");
    assertThat(inDatabase(url)).hasSize(3);
  }

  @Test
  void filesHaveThemOnce() {
    replayed("type = parquet, table = days", "before-quarantine");
    Path days = folder.resolve("lake/bronze/days");
    assertThat(
            SparkSession.active()
                .read()
                .parquet(days.toString())
                .select("id", "made", "n")
                .collectAsList())
        .extracting(row -> row.mkString(" "))
        .containsExactlyInAnyOrder("1 2026-01-02 1", "1 2026-01-01 300", "2 2026-01-03 200");
  }

  @Test
  void aRecordKeepsItsPlaceInTheTopic() {
    TopicHouse house = TopicHouse.open(folder, 1);
    house.send(0, "{\"id\":1,\"n\":1}");
    house.broker().produce(house.topic(), 0, bytes("key"), bytes("{\"id\":2,\"n\":300}"));
    house.send(0, "nope");
    sketch
        .write("x.ddl", "id INT, n TINYINT")
        .write(
            "x.sql",
            "SELECT id, CAST(n AS INT) AS n, _partition, _offset, _timestamp, _key FROM input")
        .conf(
            """
            jobs.days {
              layer = bronze
              source { type = kafka, bootstrap-servers = "%s", topics = [%s], schema = x.ddl }
              sql = x.sql
              sink { type = delta, table = days }
            }
            """
                .formatted(house.broker().bootstrap(), house.topic()));
    assertThat(sketch.drain().code()).isZero();
    sketch.write("x.ddl", "id INT, n INT");

    finishedByTheNext("before-quarantine");

    assertThat(sketch.rows("bronze/days", "id", "n", "_partition", "_offset", "_key"))
        .containsExactly("1 1 0 0 null", "2 300 0 1 key");
    assertThat(sketch.table("bronze/days").where("_timestamp IS NULL").count()).isZero();
  }

  /** Rows of two days for one key, the earlier of them replayed, and one that is new. */
  private void assertLatest(String sink, Supplier<List<String>> target) {
    replayed(sink, "before-quarantine");
    assertThat(target.get()).containsExactly("1 2026-01-02 1", "2 2026-01-03 200");
  }

  /** Lines of CSV of which two are malformed by the first schema. */
  private void replayed(String sink, String step) {
    sketch
        .write("x.ddl", "id INT, made DATE, n TINYINT")
        .write("x.sql", "SELECT id, made, CAST(n AS INT) AS n FROM input")
        .conf(
            """
            jobs.days {
              layer = bronze
              source { type = csv, path = "%s/in", schema = x.ddl }
              sql = x.sql
              sink { SINK }
            }
            """
                .replace("SINK", sink))
        .land("in/1.csv", "1,2026-01-02,1", "1,2026-01-01,300", "2,2026-01-03,200", "x,,");
    assertThat(sketch.drain().code()).isZero();
    sketch.write("x.ddl", "id INT, made DATE, n INT");
    finishedByTheNext(step);
  }

  /** A replay dies at a step. */
  private void finishedByTheNext(String step) {
    Failpoint.plan(step + ":1:throw");
    assertThat(command("replay", "days").code()).isEqualTo(1);
    Failpoint.plan("");
    Ended finished = command("replay", "days");
    assertThat(finished.code()).as(finished.err()).isZero();
    assertThat(finished.out()).contains("A replay was cut off. Replayed ");
    assertThat(sketch.rows("bronze/days_quarantine", "status"))
        .filteredOn(status -> status.equals("null"))
        .hasSize(1);
    Ended agreed = command("reconcile");
    assertThat(agreed.code()).as(agreed.out()).isZero();
  }

  private Ended command(String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of(name, folder.resolve("x.conf").toString()));
    arguments.addAll(List.of(more));
    return Lakehouse.execute(arguments.toArray(String[]::new));
  }

  private static List<String> inDatabase(String url) {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url + ";AUTO_SERVER=TRUE", "", "");
        ResultSet found =
            connection.createStatement().executeQuery("SELECT id, made, n FROM days ORDER BY id")) {
      while (found.next()) {
        rows.add("%s %s %s".formatted(found.getInt(1), found.getDate(2), found.getInt(3)));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
