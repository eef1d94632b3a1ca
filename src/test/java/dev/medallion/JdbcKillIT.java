package dev.medallion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a run that appends 100,000 rows to one table of a database and upserts 20,000 into another,
 * again and again. {@code -Dmedallion.kills=50} does it longer, {@code -Dmedallion.seed=…} draws
 * the same moments again.
 */
@Tag("long")
class JdbcKillIT {
  private static final int KILLS = Integer.getInteger("medallion.kills", 2);
  private static final long SEED = Long.getLong("medallion.seed", System.nanoTime());
  private static final Map<String, Integer> FILES = Map.of("appended", 20, "upserted", 4);
  private static final int LINES = 5_000;
  private static final int LONGEST_DELAY_MILLIS = 3_000;

  @TempDir Path folder;
  private TrackingTables database;

  @BeforeEach
  void land() throws IOException {
    database = new TrackingTables("jdbc:h2:file:" + folder.resolve("shop"), "", "");
    Files.writeString(folder.resolve("reading.ddl"), "id BIGINT, device STRING, signal DOUBLE");
    Files.writeString(folder.resolve("readings.sql"), "SELECT id, device, signal FROM input");
    for (var table : FILES.entrySet()) {
      Path landing = Files.createDirectories(folder.resolve(table.getKey()));
      for (int file = 0; file < table.getValue(); file++) {
        Files.write(landing.resolve("%05d.json".formatted(file)), lines(file));
      }
    }
  }

  private static List<String> lines(int file) {
    return LongStream.range((long) file * LINES, (file + 1L) * LINES)
        .mapToObj("{\"id\": %1$d, \"device\": \"d%1$d\", \"signal\": %1$d.5}"::formatted)
        .toList();
  }

  @Test
  void everyRowIsThereOnceHoweverOftenTheProcessIsKilled() throws Exception {
    Path conf = conf();
    Random random = new Random(SEED);
    System.out.printf("JdbcKillIT: %d kills, -Dmedallion.seed=%d%n", KILLS, SEED);
    for (int kill = 1; kill <= KILLS; kill++) {
      int delay = random.nextInt(LONGEST_DELAY_MILLIS);
      long before = changed();
      try (Child child = run(conf)) {
        child.until("rows in the database", () -> changed() > before);
        assertThat(child.lives(Duration.ofMillis(delay))).as(child.output()).isTrue();
        child.kill();
      }
      System.out.printf("JdbcKillIT: %d: %d ms after its first write: %s%n", kill, delay, tables());
    }
    try (Child child = run(conf, "--available-now")) {
      assertThat(child.exit()).as(child.output()).isZero();
    }
    System.out.println("JdbcKillIT: " + tasks());
    for (var table : FILES.entrySet()) {
      verify(table.getKey(), (long) table.getValue() * LINES);
    }
    assertThat(tables()).containsExactlyInAnyOrder("MEDALLION_BATCHES", "APPENDED", "UPSERTED");
  }

  /** When the database was last written to. */
  private long changed() {
    return folder.resolve("shop.mv.db").toFile().lastModified();
  }

  private void verify(String table, long rows) throws SQLException {
    String all = String.valueOf(rows);
    String last = String.valueOf(rows - 1);
    assertThat(
            database.rows(
                """
                SELECT COUNT(*) AS n, COUNT(DISTINCT id) AS ids, MIN(id) AS low, MAX(id) AS high,
                  COUNT(CASE WHEN device = CONCAT('d', id) AND signal = id + 0.5 THEN 1 END) AS whole
                FROM %s"""
                    .formatted(table)))
        .containsExactly(Map.of("n", all, "ids", all, "low", "0", "high", last, "whole", all));
    assertThat(
            tracking()
                .rows(
                    """
                    SELECT SUM(output_rows) AS written, COUNT(*) - COUNT(DISTINCT batch_id) AS twice
                    FROM Task_Metadata
                    WHERE status IN ('COMPLETED', 'RECOVERED') AND target LIKE '%s at %%'"""
                        .formatted(table)))
        .containsExactly(Map.of("written", all, "twice", "0"));
  }

  private List<String> tables() {
    try {
      return database
          .rows("SELECT table_name FROM INFORMATION_SCHEMA.TABLES WHERE table_schema = 'PUBLIC'")
          .stream()
          .map(row -> row.get("table_name"))
          .toList();
    } catch (SQLException e) {
      return List.of("no database yet");
    }
  }

  private List<Map<String, String>> tasks() throws SQLException {
    return tracking().rows("SELECT status, COUNT(*) AS n FROM Task_Metadata GROUP BY status");
  }

  private TrackingTables tracking() {
    return new TrackingTables("jdbc:h2:file:" + folder.resolve("lake/_tracking/medallion"), "", "");
  }

  private Child run(Path conf, String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", conf.toString()));
    arguments.addAll(List.of("--set", "tracking.lease=5 seconds"));
    arguments.addAll(List.of(more));
    return Child.start(folder, Map.of(), arguments);
  }

  private Path conf() throws IOException {
    return Files.writeString(
        folder.resolve("readings.conf"),
        """
        pipeline = readings
        lake = "%1$s/lake"
        jobs.appended {
          layer = gold
          source { type = json, schema = reading.ddl, max-files-per-batch = 4, path = "%1$s/appended" }
          sql = readings.sql
          sink { type = jdbc, url = "%2$s", batch-size = 200, table = appended }
        }
        jobs.upserted {
          layer = gold
          source { type = json, schema = reading.ddl, max-files-per-batch = 1, path = "%1$s/upserted" }
          sql = readings.sql
          sink { type = jdbc, url = "%2$s", table = upserted, mode = upsert, keys = [id] }
        }
        """
            .formatted(folder, database.url()));
  }
}
