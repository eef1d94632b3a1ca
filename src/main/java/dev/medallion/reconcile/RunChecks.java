package dev.medallion.reconcile;

import dev.medallion.reconcile.Findings.At;
import dev.medallion.tracking.RecordedRun;
import dev.medallion.tracking.RecordedTask;
import dev.medallion.tracking.RunState;
import dev.medallion.tracking.TaskStatus;
import java.util.HashMap;
import java.util.Map;

/** Whether runs and tasks that are open on record are alive. */
final class RunChecks {
  private final JobStory story;
  private final Findings findings;

  RunChecks(JobStory story, Findings findings) {
    this.story = story;
    this.findings = findings;
  }

  void check() {
    Map<Long, RecordedRun> runs = new HashMap<>();
    for (RecordedRun run : story.recorded().runs()) {
      runs.put(run.id(), run);
      if (run.state() == RunState.DEAD) {
        findings.repairable(
            At.NOTHING,
            "run " + run.id(),
            "its row says " + run.status(),
            "its lease has run out or its process is gone",
            "the lease is right",
            new Fix.Close());
      }
    }
    for (RecordedTask task : story.recorded().tasks()) {
      if (task.status() == TaskStatus.STARTED && !runs.get(task.run()).status().isOpen()) {
        findings.repairable(
            new At(task.query(), task.batch()),
            "task " + task.id(),
            "its row says STARTED",
            "its run " + task.run() + " is " + runs.get(task.run()).status(),
            "the run is right",
            new Fix.Abandon(task));
      }
    }
  }
}
