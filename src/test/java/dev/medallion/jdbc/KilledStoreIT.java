package dev.medallion.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.config.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that commit to an embedded H2 are killed, each in the file that the one before it left.
 * The file's space is used again at once, and not after 45 seconds.
 */
class KilledStoreIT {
  private static final int KILLS = 3;
  private static final int COMMITS = 150;

  @TempDir Path folder;

  @Test
  void whatWasCommittedIsThereAfterEachKill() throws Exception {
    for (int kill = 1; kill <= KILLS; kill++) {
      long committed = committedUntilKilled();
      assertThat(found(kill)).as("after kill %d", kill).isBetween(committed, committed + 1);
    }
  }

  /** The last number that the process told of. */
  private long committedUntilKilled() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Committing.class.getName(),
            "jdbc:h2:file:%s;RETENTION_TIME=50".formatted(folder.resolve("store")));
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader told = process.inputReader()) {
      String last = null;
      for (int commit = 0; commit < COMMITS; commit++) {
        last = told.readLine();
      }
      process.toHandle().destroyForcibly(); // which leaves the pipe open
      for (String line = told.readLine(); line != null; line = told.readLine()) {
        last = line;
      }
      return Long.parseLong(last);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** How many rows there are, by a look at a copy: the next process recovers the file itself. */
  private long found(int kill) throws IOException {
    Files.copy(folder.resolve("store.mv.db"), folder.resolve(kill + ".mv.db"));
    List<Long> found =
        Database.look(
                settings("jdbc:h2:file:" + folder.resolve(String.valueOf(kill))),
                tx ->
                    tx.query(
                        "SELECT COUNT(*) AS c, MAX(n) AS m, (SELECT n FROM newest) AS n FROM numbers",
                        row -> List.of(row.number("c"), row.number("m"), row.number("n"))))
            .get(0);
    assertThat(found).containsOnly(found.get(0));
    return found.get(0);
  }

  private static DatabaseSettings settings(String url) {
    return new DatabaseSettings(new JdbcUrl(url), "", Secret.of(""), "", 1, Duration.ofSeconds(30));
  }

  /** Commits numbers from 1 on, or behind the last that is there, and tells of each. */
  static final class Committing {
    private Committing() {}

    public static void main(String[] arguments) {
      Random random = new Random(1);
      try (Database database = Database.open(settings(arguments[0]))) {
        long last = database.transaction(Committing::begin);
        for (long number = last + 1; true; number++) {
          long next = number;
          String text = "x".repeat(random.nextInt(1500));
          database.transaction(
              tx ->
                  tx.update("INSERT INTO numbers VALUES (?, ?)", next, text)
                      + tx.update("UPDATE newest SET n = ?", next));
          System.out.println(next);
        }
      }
    }

    private static long begin(Transaction tx) throws SQLException {
      tx.update("CREATE TABLE IF NOT EXISTS numbers (n BIGINT PRIMARY KEY, text VARCHAR)");
      tx.update("CREATE TABLE IF NOT EXISTS newest (n BIGINT)");
      List<Long> newest = tx.query("SELECT n FROM newest", row -> row.number("n"));
      return newest.isEmpty() ? tx.update("INSERT INTO newest VALUES (0)") - 1L : newest.get(0);
    }
  }
}
