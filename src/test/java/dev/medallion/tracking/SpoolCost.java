package dev.medallion.tracking;

import dev.medallion.tracking.TrackingSettings.OnOutage;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;

/** What it costs to keep what happens while the store is away. */
public final class SpoolCost {
  private static final TaskResult TEN =
      new TaskResult(10L, 9L, 1L, 0L, 0L, null, 3L, "{\"p\":3}", null);

  private SpoolCost() {}

  /** The CPU time of the thread that runs the batches: for each its begin, a note and its end. */
  public static Duration of(int batches, Path folder, Configuration hadoop) {
    Cut line = new Cut();
    try (TransactSqlStore server = new TransactSqlStore(line)) {
      Spool spool = Spool.beside(folder.resolve("cost").toString(), hadoop, 4 * batches);
      RunStart start = new RunStart("p", "j", "bronze", "lake/x", List.of(), Map.of(), null);
      Run run = server.store.start(start, OnOutage.SPOOL, spool, told -> {});
      line.cut = true;
      run.stopping();
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadCpuTime();
      for (int batch = 0; batch < batches; batch++) {
        write(run, batch);
      }
      return Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);
    }
  }

  private static void write(Run run, long batch) {
    String offsets = "{\"files\":\"" + "x".repeat(100) + "\"}";
    Task task = run.begin(new BatchStart(new UUID(0, 0), batch, offsets, offsets, "t"));
    run.note(Note.warning(EventType.QUALITY, "batch " + batch, "1 of 2 rows went to quarantine"));
    task.complete(TEN);
  }

  private static final class Cut implements Tap.Valve {
    private volatile boolean cut;

    @Override
    public void statement(int connection, String sql) throws SQLException {
      if (cut) {
        throw new SQLException("cut", "08S01", 10054);
      }
    }
  }
}
