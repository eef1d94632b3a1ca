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
      try (Committer committer = new Committer(url("store"))) {
        long committed = committer.kill();
        // A look at a copy: the next process recovers the file itself.
        Files.copy(folder.resolve("store.mv.db"), folder.resolve(kill + ".mv.db"));
        long found = Database.look(settings(url("" + kill)), KilledStoreIT::numbers);
        assertThat(found).as("after kill %d", kill).isBetween(committed, committed + 1);
      }
    }
  }

  @Test
  void itIsThereForAProcessThatTheKilledOneServed() throws Exception {
    try (Committer committer = new Committer(url("store"));
        Database served = Database.open(settings(url("store")))) {
      long committed = committer.kill();
      assertThat(served.transaction(KilledStoreIT::numbers)).isBetween(committed, committed + 1);
    }
  }

  @Test
  void itIsThereForAProcessThatHadTheFileOpenBefore() throws Exception {
    for (int kill = 1; kill <= KILLS; kill++) {
      try (Committer committer = new Committer(url("store"))) {
        long committed = committer.kill();
        long found = Database.look(settings(url("store")), KilledStoreIT::numbers);
        assertThat(found).as("after kill %d", kill).isBetween(committed, committed + 1);
      }
    }
  }

  private static long numbers(Transaction tx) throws SQLException {
    List<Long> found =
        tx.query(
                "SELECT COUNT(*) AS c, MAX(n) AS m, (SELECT n FROM newest) AS n FROM numbers",
                row -> List.of(row.number("c"), row.number("m"), row.number("n")))
            .get(0);
    assertThat(found).containsOnly(found.get(0));
    return found.get(0);
  }

  private String url(String name) {
    return "jdbc:h2:file:" + folder.resolve(name);
  }

  private static DatabaseSettings settings(String url) {
    return new DatabaseSettings(new JdbcUrl(url), "", Secret.of(""), "", 1, Duration.ofSeconds(30));
  }

  /** A process that has committed some numbers and goes on. */
  private static final class Committer implements AutoCloseable {
    private final Process process;
    private final BufferedReader told;
    private String last;

    Committer(String url) throws IOException {
      process =
          new ProcessBuilder(
                  System.getProperty("java.home") + "/bin/java",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Committing.class.getName(),
                  url + ";RETENTION_TIME=50")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      told = process.inputReader();
      for (int commit = 0; commit < COMMITS; commit++) {
        last = told.readLine();
      }
    }

    /** The last number that the process told of. */
    long kill() throws IOException {
      process.toHandle().destroyForcibly(); // which leaves the pipe open
      for (String line = told.readLine(); line != null; line = told.readLine()) {
        last = line;
      }
      return Long.parseLong(last);
    }

    @Override
    public void close() throws IOException, InterruptedException {
      told.close();
      process.destroyForcibly().waitFor();
    }
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
