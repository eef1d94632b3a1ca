package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every store does when many jobs, of several processes, write at once. {@code
 * -Dmedallion.batches=200} does it longer.
 */
abstract class CrowdContract extends TrackingStoreContract {
  private static final int JOBS = 50;
  private static final int BATCHES = Integer.getInteger("medallion.batches", 40);
  private static final int PROCESSES = 5;

  @Test
  @Timeout(900)
  void fiftyJobsLoseNoRowAndSeeNoError() throws Exception {
    List<TrackingStore> processes = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(TrackingStore.open(settings(Duration.ofMinutes(10))));
      }
      together(JOBS, job -> work(processes.get(job % PROCESSES), "job" + job));
    } finally {
      processes.forEach(TrackingStore::close);
    }

    assertThat(count("Task_Metadata", "x.status = 'COMPLETED'")).isEqualTo(JOBS * BATCHES);
    assertThat(count("Task_Metadata", "x.status <> 'COMPLETED'")).isZero();
    assertThat(count("Metadata_Logs", "x.new_value = 'STARTED'")).isEqualTo(JOBS * BATCHES);
    assertThat(count("Metadata_Logs", "x.task_id IS NOT NULL AND x.new_value = 'COMPLETED'"))
        .isEqualTo(JOBS * BATCHES);
    assertThat(count("Job_Metadata", "x.status = 'COMPLETED'")).isEqualTo(JOBS);
  }

  private Object work(TrackingStore process, String job) {
    Run run = process.start(start(job));
    UUID checkpoint = UUID.randomUUID();
    run.running(checkpoint, UUID.randomUUID());
    for (long batch = 0; batch < BATCHES; batch++) {
      run.begin(new BatchStart(checkpoint, batch, null, null, "t")).complete(result(batch));
      if (batch % 20 == 10 && job.endsWith("0")) {
        process.history(pipeline, 5);
      }
    }
    run.finish(RunStatus.COMPLETED, Optional.empty());
    return null;
  }

  private int count(String table, String condition) {
    String run = table.equals("Job_Metadata") ? "x" : "j";
    String sql =
        "SELECT COUNT(*) AS c FROM {schema}."
            + table
            + " x "
            + (run.equals("x") ? "" : "JOIN {schema}.Job_Metadata j ON j.job_id = x.job_id ")
            + "WHERE "
            + run
            + ".pipeline_name = ? AND "
            + condition;
    return Integer.parseInt(row(sql, pipeline));
  }
}
