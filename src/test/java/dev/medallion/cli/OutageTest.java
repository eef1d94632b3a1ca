package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import dev.medallion.LocalSpark;
import dev.medallion.cli.Lakehouse.Ended;
import dev.medallion.tracking.SpoolCost;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tracking database, a server of its own, goes when the run has started and is back when that
 * has ended. {@code -Dmedallion.outage=100} makes it a run of 100 batches, which shows what share
 * of its CPU time the spool takes.
 */
@Timeout(600)
class OutageTest {
  private static final int BATCHES = Integer.getInteger("medallion.outage", 4);

  @TempDir Path folder;
  private Sketch sketch;
  private Server server;

  @BeforeEach
  void open() throws SQLException {
    server = serve(0);
    sketch =
        new Sketch(folder)
            .write("event.ddl", "id BIGINT")
            .conf(
                """
                jobs.bronze {
                  layer = bronze
                  source {
                    type = json, path = "%%s/in", schema = event.ddl, max-files-per-batch = 1
                  }
                  sink { type = delta, table = events }
                }
                tracking {
                  url = "%s", lease = 3 seconds, connect-timeout = 1 second
                }
                """
                    .formatted(url()));
    for (int file = 0; file < BATCHES; file++) {
      sketch.land("in/%04d.json".formatted(file), "{\"id\": %d}".formatted(file), "nonsense");
    }
  }

  @AfterEach
  void close() {
    server.stop();
  }

  @Test
  void whatHappenedMeanwhileIsOnRecordAfterwards() throws SQLException {
    Ended away = drainWithoutServer();
    assertThat(away.code()).as(away.out() + away.err()).isZero();
    assertThat(away.out()).contains("; what is to be recorded waits in ").contains("wait in ");

    Ended status = execute("status");
    assertThat(status.code()).isEqualTo(3);
    assertThat(status.err())
        .containsPattern("bronze: \\d+ tracking entries wait since \\S+Z to be put on record");

    server = serve(server.getPort());
    assertThat(execute("status", "--json").out()).contains("\"entries\" : ");
    Ended told = execute("reconcile");
    assertThat(told.code()).isEqualTo(1);
    assertThat(told.out())
        .contains(
            "bronze: tracking: entries wait in the spool beside %s, but they are not on record yet;"
                    .formatted(folder.resolve("lake/_checkpoints/sketch/bronze"))
                + " the spool is right; the next run of the job puts them on record, too: run"
                + " `medallion reconcile CONF --repair`");
    assertThat(sketch.drain().code()).isZero();
    assertThat(rows("SELECT status FROM Job_Metadata ORDER BY job_id"))
        .containsExactly("COMPLETED", "COMPLETED");
    assertThat(
            rows(
                """
                SELECT CONCAT(batch_id, ' ', attempt_no, ' ', status, ' ', input_rows, ' ',
                  output_rows, ' ', quarantined_rows, ' ', delta_version)
                FROM Task_Metadata ORDER BY task_id"""))
        .isEqualTo(
            LongStream.range(0, BATCHES)
                .mapToObj("%1$d 1 COMPLETED 2 1 1 %1$d"::formatted)
                .toList());
    assertThat(sketch.table("bronze/events").count()).isEqualTo(BATCHES);
    assertThat(execute("status").out()).doesNotContain("wait since");
    Ended proof = execute("reconcile");
    assertThat(proof.code()).as(proof.out()).isZero();
  }

  /** The job may have begun before the database is gone; the rest of it is without one. */
  private Ended drainWithoutServer() {
    var cpu = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    CompletableFuture<Ended> run = CompletableFuture.supplyAsync(sketch::drain);
    await("a run").atMost(Duration.ofMinutes(2)).until(this::hasRun);
    long before = cpu.getProcessCpuTime();
    server.stop();
    Ended ended = run.join();
    spoolingIsCheap(Duration.ofNanos(cpu.getProcessCpuTime() - before));
    return ended;
  }

  private void spoolingIsCheap(Duration all) {
    Configuration hadoop = LocalSpark.session().sessionState().newHadoopConf();
    Duration spool = SpoolCost.of(BATCHES, folder, hadoop);
    System.out.printf(
        "OutageTest: %d batches without a database: %d ms of CPU, %d of them for the spool%n",
        BATCHES, all.toMillis(), spool.toMillis());
    assertThat(spool).isLessThan(all.dividedBy(BATCHES < 100 ? 5 : 50));
  }

  private boolean hasRun() {
    try {
      return !rows("SELECT job_id FROM Job_Metadata").isEmpty();
    } catch (SQLException e) {
      return false; // not made yet
    }
  }

  private Ended execute(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, folder.resolve("x.conf").toString()));
    arguments.addAll(List.of(more));
    return Lakehouse.execute(arguments.toArray(String[]::new));
  }

  private Server serve(int port) throws SQLException {
    return Server.createTcpServer(
            "-tcpPort", String.valueOf(port), "-ifNotExists", "-baseDir", folder.toString())
        .start();
  }

  private String url() {
    return "jdbc:h2:tcp://127.0.0.1:%d/./tracking".formatted(server.getPort());
  }

  private List<String> rows(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(), "", "");
        ResultSet rows = connection.createStatement().executeQuery(query)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }
}
