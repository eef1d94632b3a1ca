package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.cli.Lakehouse.Ended;
import dev.medallion.pipeline.Pipeline;
import dev.medallion.tracking.Run;
import dev.medallion.tracking.RunStatus;
import dev.medallion.tracking.TrackingStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Disagreements that were made by hand are found, each with its line, and nothing else is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReconcileTest {
  private static final String NOTHING = "Compared. jobs=3 batches=9 disagreements=0 repaired=0";

  private Path folders;
  private Told told;
  private int copies;

  @BeforeAll
  void prepare(@TempDir Path folder) {
    folders = folder;
    told = Told.prepare(folder.resolve("origin"));
  }

  private Told copy() {
    return told.copy(folders.resolve("copy-" + copies++));
  }

  @Test
  void healthyLakeAgreesAndIsLeftAsItIs() {
    Told lake = copy();
    List<String> before = lake.rows();

    Ended ended = lake.reconcile();

    assertThat(ended.err()).isEmpty();
    assertThat(lake.lines(ended)).containsExactly(NOTHING);
    assertThat(ended.code()).isZero();
    assertThat(lake.rows()).isEqualTo(before);
    assertThat(lake.reconcile("--repair").code()).isZero();
    assertThat(lake.rows()).isEqualTo(before);
  }

  @Test
  void jobThatNeverRanHasNothingToCompareAndGetsNoStore() throws IOException {
    Path folder = folders.resolve("never");
    Files.createDirectories(folder);
    Told never = told.copy(folder);
    FileUtils.deleteDirectory(folder.resolve("lake").toFile());

    Ended ended = never.reconcile("bronze");

    assertThat(never.lines(ended))
        .containsExactly("Compared. jobs=1 batches=0 disagreements=0 repaired=0");
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void plantedDisagreementIsFound(Planted planted) {
    Told lake = copy();
    planted.plant(lake);

    Ended ended = lake.reconcile();

    assertThat(ended.err()).isEmpty();
    assertThat(lake.lines(ended))
        .containsExactlyElementsOf(
            planted.lines(
                "Compared. jobs=3 batches=9 disagreements=%d repaired=0"
                    .formatted(planted.count())));
    assertThat(ended.code()).isEqualTo(1);
  }

  @Test
  void trackingIsSetRightByTheOthersAndTheLogTellsIt() {
    Told lake = copy();
    List<String> before = lake.rows();
    WrongRow.plantAll(lake);

    Ended found = lake.reconcile();
    assertThat(lake.lines(found)).containsExactlyElementsOf(WrongRow.lines());
    assertThat(found.code()).isEqualTo(1);

    Ended repaired = lake.reconcile("--repair");
    assertThat(repaired.err()).isEmpty();
    assertThat(lake.lines(repaired)).hasSize(WrongRow.values().length + 1);
    assertThat(lake.lines(repaired))
        .last()
        .isEqualTo(
            "Compared. jobs=3 batches=9 disagreements=0 repaired=" + WrongRow.values().length);
    assertThat(repaired.code()).isZero();

    assertThat(lake.rows()).isEqualTo(before);
    assertThat(lake.operations()).containsExactlyInAnyOrderElementsOf(WrongRow.operations());
    assertThat(lake.lines(lake.reconcile())).containsExactly(NOTHING);
  }

  @Test
  void wrongCountsAreToldOnceAndSetRight() {
    Told lake = copy();
    List<String> before = lake.rows();
    WrongCount.plantAll(lake);

    assertThat(lake.lines(lake.reconcile())).containsExactlyElementsOf(WrongCount.lines());
    assertThat(lake.lines(lake.reconcile("--repair"))).last().asString().contains("ments=0 ");
    assertThat(lake.rows()).isEqualTo(before);
  }

  @Test
  @Tag("long")
  void wholeStoreIsRebuilt() throws IOException {
    Told lake = copy();
    List<String> before = lake.rows();
    FileUtils.deleteDirectory(lake.path("lake/_tracking").toFile());

    assertThat(lake.reconcile("--repair").code()).isZero();

    assertThat(lake.rows()).isEqualTo(before);
    assertThat(lake.lines(lake.reconcile())).containsExactly(NOTHING);
  }

  @Test
  void onlyTheOldestCommitsMayBeCleanedUp() {
    Told lake = copy();
    lake.clean("bronze/sales", 1);
    assertThat(lake.lines(lake.reconcile())).containsExactly(NOTHING);

    lake.delete(lake.log("bronze/sales", 2));
    lake.tracking(
        "DELETE FROM Metadata_Logs WHERE task_id = 3",
        "DELETE FROM Task_Metadata WHERE task_id = 3");

    assertThat(lake.lines(lake.reconcile()))
        .contains(
            "bronze: batch 2: target: ~/lake/_checkpoints/sketch/bronze/commits/2 says that it is"
                + " done, but neither the log of ~/lake/bronze/sales nor tracking has it; the"
                + " checkpoint is right: restore the log of the table from a backup");
  }

  @Test
  void rowsThatWerePrunedAreNotMissedButOthersAre() {
    Told lake = copy();
    String conf = lake.path("x.conf").toString();
    lake.sketch().land("in/4.json", "{\"shop\":\"e\",\"price\":10}");
    assertThat(Lakehouse.execute("reset", conf, "bronze", "--keep", "--yes").code()).isZero();
    assertThat(lake.sketch().drain("bronze").code()).isZero();
    lake.tracking("UPDATE Job_Metadata SET end_time = DATEADD(DAY, -9, end_time) WHERE job_id = 1");
    assertThat(Lakehouse.execute("prune", conf, "--set", "tracking.keep=5 days").out())
        .startsWith("Deleted 2 task rows");

    assertThat(lake.lines(lake.reconcile("bronze")))
        .containsExactly("Compared. jobs=1 batches=4 disagreements=0 repaired=0");

    lake.tracking(
        "DELETE FROM Metadata_Logs WHERE task_id = 10",
        "DELETE FROM Task_Metadata WHERE task_id = 10");
    assertThat(lake.lines(lake.reconcile("bronze")))
        .containsExactly(
            "bronze: batch 0: task row: no task row says that it is done, but version 3 of"
                + " ~/lake/bronze/sales holds it; the Delta log is right: run `medallion reconcile"
                + " CONF --repair`",
            "Compared. jobs=1 batches=4 disagreements=1 repaired=0");
  }

  @Test
  void rowsThatWereMovedBeforeTheFirstBatchAreNoDisagreement() {
    Told lake = copy();
    String conf = lake.path("x.conf").toString();
    SparkSession.active().sql("OPTIMIZE delta.`%s`".formatted(lake.path("lake/bronze/sales")));
    lake.sketch().land("in/4.json", "{\"shop\":\"e\",\"price\":10}");
    assertThat(Lakehouse.execute("reset", conf, "silver", "--keep", "--yes").code()).isZero();
    assertThat(lake.sketch().drain("bronze", "silver").code()).isZero();

    assertThat(lake.lines(lake.reconcile()))
        .containsExactly("Compared. jobs=3 batches=12 disagreements=0 repaired=0");

    String first = "(SELECT task_id FROM Task_Metadata WHERE job_id = 2)";
    lake.tracking(
        "DELETE FROM Metadata_Logs WHERE task_id IN " + first,
        "DELETE FROM Task_Metadata WHERE job_id = 2");
    assertThat(lake.lines(lake.reconcile("silver")))
        .hasSize(4)
        .contains(
            "silver: batch 2: task row: no task row says that it is done, but version 2 of"
                + " ~/lake/silver/dear holds it; the Delta log is right: run `medallion reconcile"
                + " CONF --repair`")
        .last()
        .isEqualTo("Compared. jobs=1 batches=5 disagreements=3 repaired=0");
  }

  @Test
  void batchesOfAnEarlierTargetAreNoDisagreement() {
    Told lake = copy();
    lake.change(lake.path("x.conf"), text -> text.replace("table = dear }", "table = dearer }"));

    assertThat(lake.lines(lake.reconcile())).containsExactly(NOTHING);
  }

  @Test
  void rowsThatAreNoBatchOfTheirQueryAreAbandoned() {
    Told lake = copy();
    List<String> before = lake.rows();
    lake.tracking(
        "UPDATE Task_Metadata SET query_id = RANDOM_UUID() WHERE task_id = 5",
        "DROP INDEX UX_Task_Metadata_success",
        "INSERT INTO Task_Metadata (job_id, query_id, batch_id, attempt_no, status, end_time)"
            + " SELECT job_id, query_id, batch_id, 2, status, end_time FROM Task_Metadata"
            + " WHERE task_id = 1");

    assertThat(lake.lines(lake.reconcile()))
        .containsExactly(
            "bronze: batch 0: task row: task row 10 says COMPLETED, but task row 1 does, too; a"
                + " batch is done once: run `medallion reconcile CONF --repair`",
            "silver: batch 1: task row: task row 5 says COMPLETED as version 1, but that version of"
                + " ~/lake/silver/dear is no batch of query UUID; the Delta log is right: run"
                + " `medallion reconcile CONF --repair`",
            "silver: batch 1: task row: no task row says that it is done, but version 1 of"
                + " ~/lake/silver/dear holds it; the Delta log is right: run `medallion reconcile"
                + " CONF --repair`",
            "Compared. jobs=3 batches=10 disagreements=3 repaired=0");
    assertThat(lake.lines(lake.reconcile("--repair"))).last().asString().contains("ments=0 ");
    assertThat(lake.rows()).isEqualTo(before);
  }

  @Test
  void newestBatchMayBeHalfWay() throws IOException {
    Told lake = copy();
    Undone undone = new Undone(lake.sketch(), "sketch", "gold");
    undone.takeBackSparksCommit();
    undone.takeBackTheRecord();

    assertThat(lake.lines(lake.reconcile()))
        .containsExactly(
            "gold: run 3: its row says RUNNING, but its lease has run out or its process is gone;"
                + " the lease is right: run `medallion reconcile CONF --repair`",
            "Compared. jobs=3 batches=9 disagreements=1 repaired=0");
    assertThat(lake.lines(lake.reconcile("--repair"))).last().asString().contains("repaired=1");
    assertThat(lake.lines(lake.reconcile())).containsExactly(NOTHING);
    assertThat(lake.sketch().drain().code()).isZero();
    assertThat(lake.lines(lake.reconcile())).containsExactly(NOTHING);
  }

  @Test
  void runningJobIsNotRepaired() {
    Told lake = copy();
    WrongRow.OUTPUT.plant(lake);
    Path conf = lake.path("x.conf");
    Pipeline pipeline = Pipeline.load(conf, Map.of("tracking.lease", "2 seconds"));
    try (TrackingStore store = TrackingStore.open(pipeline.tracking())) {
      Run run = store.start(pipeline.start(pipeline.jobs().get(0), pipeline.session()));
      try (var beat = new Beat(run)) {
        Ended refused = lake.reconcile("--repair");
        assertThat(refused.err()).startsWith("job sketch/bronze is already running: pid ");
        assertThat(refused.code()).isEqualTo(5);
      }
      run.finish(RunStatus.COMPLETED, Optional.empty());
    }
  }

  @Test
  void disagreementsAreAlsoData() {
    Told lake = copy();
    WrongRow.OUTPUT.plant(lake);

    Ended ended = lake.reconcile("--json", "bronze");

    assertThat(String.join("\n", lake.lines(ended)))
        .isEqualTo(
            """
            {
              "pipeline" : "sketch",
              "agree" : false,
              "jobs" : [ {
                "job" : "bronze",
                "layer" : "bronze",
                "query" : "UUID",
                "batches" : 3,
                "compared" : [ "checkpoint", "tracking", "delta" ]
              } ],
              "disagreements" : [ {
                "job" : "bronze",
                "query" : "UUID",
                "batch" : 0,
                "what" : "output_rows",
                "found" : "task row 1 has 7",
                "against" : "version 0 of ~/lake/bronze/sales has 2",
                "right" : "the Delta log is right",
                "remedy" : "run `medallion reconcile CONF --repair`",
                "repairable" : true
              } ],
              "repaired" : [ ]
            }""");
    assertThat(ended.code()).isEqualTo(1);
  }
}
