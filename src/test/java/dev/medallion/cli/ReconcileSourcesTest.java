package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.broker.TestBroker;
import dev.medallion.cli.Lakehouse.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disagreements of jobs that read a topic, or several streams, or drop duplicates, and of targets
 * that have no log.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReconcileSourcesTest {
  private static final String NOTHING = "Compared. jobs=4 batches=10 disagreements=0 repaired=0";
  private static final String NO_LOG =
      "%s: its target keeps no log; only checkpoint and tracking were compared";
  private static final String CONF =
      """
      jobs {
        bronze {
          layer = bronze
          source {
            type = kafka, bootstrap-servers = "BROKER", topics = [TOPIC], schema = sale.ddl
            max-offsets-per-batch = 4
          }
          sink { type = delta, table = sales }
        }
        once {
          layer = silver
          source { type = delta, table = sales, max-files-per-batch = 2 }
          duplicates { keys = [shop] }
          sink { type = parquet, table = once }
        }
        dear {
          layer = silver
          source { type = delta, table = sales }
          sql = dear.sql
          sink { type = jdbc, url = "jdbc:h2:file:%s/dear", table = dear }
        }
        pairs {
          layer = silver
          source { type = delta, table = sales, max-files-per-batch = 2 }
          sql = pairs.sql
          watermark { column = at, delay = 10 minutes }
          inputs.others {
            type = json, path = "%s/in", schema = sale.ddl, max-files-per-batch = 1
            watermark { column = at, delay = 10 minutes }
          }
          sink { type = delta, table = pairs }
        }
      }
      """;

  private Path folders;
  private Told told;
  private int copies;

  @BeforeAll
  void prepare(@TempDir Path folder) {
    folders = folder;
    TestBroker broker = TestBroker.shared();
    String topic = broker.newTopic("sales", 2);
    String conf = CONF.replace("BROKER", broker.bootstrap()).replace("TOPIC", topic);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int number = 0; number < 12; number++) {
      String value =
          switch (number) {
            case 3 -> null;
            case 7 -> "nonsense";
            default ->
                "{\"shop\":\"%s\",\"at\":\"2026-01-05T10:%02d:00Z\"}"
                    .formatted("abc".charAt(number % 3), number);
          };
      records.add(
          new ProducerRecord<>(topic, number % 2, TopicHouse.bytes("k"), TopicHouse.bytes(value)));
    }
    broker.produce(records);
    Sketch sketch =
        new Sketch(folder.resolve("origin"))
            .write("sale.ddl", "shop STRING, at TIMESTAMP")
            .write("dear.sql", "SELECT shop, at FROM input WHERE shop <> 'c'")
            .write(
                "pairs.sql",
                "SELECT i.shop, i.at, o.at AS other FROM input i JOIN others o ON i.shop = o.shop"
                    + " AND o.at BETWEEN i.at AND i.at + INTERVAL 3 MINUTES")
            .conf(conf);
    sketch.land("in/1.json", "{\"shop\":\"a\",\"at\":\"2026-01-05T10:01:00Z\"}");
    sketch.land("in/2.json", "{\"shop\":\"b\",\"at\":\"2026-01-05T10:06:00Z\"}", "nonsense");
    Ended ended = sketch.drain();
    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    told = new Told(sketch);
  }

  private Told copy() {
    return told.copy(folders.resolve("copy-" + copies++));
  }

  @Test
  void healthyLakeAgrees() {
    Ended ended = copy().reconcile();

    assertThat(ended.out().lines())
        .containsExactly(NO_LOG.formatted("once"), NO_LOG.formatted("dear"), NOTHING);
    assertThat(ended.code()).isZero();
  }

  /** A batch of 4 offsets has 3 rows and a tombstone, or 3 rows and a malformed record. */
  @Test
  void theNumberThatFitsTheOffsetsIsRight() {
    Told lake = copy();
    lake.tracking(
        "UPDATE Task_Metadata SET skipped_rows = 5 WHERE task_id = 1",
        "UPDATE Task_Metadata SET input_rows = 3 WHERE task_id = 2");

    assertThat(lake.lines(lake.reconcile("bronze")))
        .containsExactly(
            "bronze: batch 0: skipped_rows: task row 1 has 4 rows of input, but 3 were written, 0"
                + " quarantined, 0 rejected and 5 skipped; the Delta log is right: run `medallion"
                + " reconcile CONF --repair`",
            "bronze: batch 1: input_rows: task row 2 has 3 rows of input, but 3 were written, 1"
                + " quarantined, 0 rejected and 0 skipped; the Delta log is right: run `medallion"
                + " reconcile CONF --repair`",
            "Compared. jobs=1 batches=3 disagreements=2 repaired=0");
    assertThat(lake.reconcile("--repair").code()).isZero();
    assertThat(lake.rows()).isEqualTo(told.rows());
  }

  @Test
  void rowsThatAreGoneAreRebuiltAsFarAsAnythingTellsOfThem() {
    Told lake = copy();
    lake.tracking(
        "DELETE FROM Metadata_Logs WHERE task_id IS NOT NULL", "DELETE FROM Task_Metadata");

    assertThat(lake.lines(lake.reconcile("--repair")))
        .hasSize(13)
        .last()
        .isEqualTo("Compared. jobs=4 batches=10 disagreements=0 repaired=10");
    assertThat(lake.reconcile().code()).isZero();
    String columns = "batch_id, input_rows, output_rows, quarantined_rows, skipped_rows, ";
    assertThat(lake.sketch().tasks("bronze", columns + "t.delta_version"))
        .containsExactly("0 null 3 0 null 0", "1 null 3 1 null 1", "2 null 4 0 null 2");
    assertThat(lake.sketch().tasks("dear", columns + "t.delta_version"))
        .containsExactly("0 10 null 0 0 null");
    String offsets = "start_offsets, end_offsets";
    assertThat(lake.sketch().tasks("bronze", offsets))
        .isEqualTo(told.sketch().tasks("bronze", offsets));
  }

  @Test
  void offsetsOfATopicThatWereChangedAreTold() {
    Told lake = copy();
    Path offsets = lake.path("lake/_checkpoints/sketch/bronze/offsets/1");
    lake.change(offsets, text -> text.replace("\"from\":2", "\"from\":3"));

    assertThat(lake.lines(lake.reconcile("bronze")))
        .hasSize(4)
        .contains(
            "bronze: batch 1: start_offsets: task row 2 has {\"sales-UUID\":{\"0\":2,\"1\":2}}, but"
                + " ~/lake/_checkpoints/sketch/bronze/offsets/1 has"
                + " {\"sales-UUID\":{\"0\":3,\"1\":3}}; the checkpoint is right: settle first what"
                + " is said of batch 1",
            "bronze: batch 1: signature: version 1 of ~/lake/bronze/sales was made of other"
                + " offsets, but ~/lake/_checkpoints/sketch/bronze/offsets/1 does not have them; no"
                + " other place is right: restore"
                + " ~/lake/bronze/sales/_delta_log/00000000000000000001.json and"
                + " ~/lake/_checkpoints/sketch/bronze/offsets/1 from a backup");

    lake.change(offsets, text -> text.replace("}]", "}"));
    assertThat(lake.lines(lake.reconcile("bronze")))
        .first()
        .asString()
        .startsWith(
            "bronze: batch 1: offsets: ~/lake/_checkpoints/sketch/bronze/offsets/1 cannot be read");
  }

  @Test
  void offsetsOfOneOfSeveralStreamsThatWereChangedAreTold() {
    Told lake = copy();
    lake.change(
        lake.path("lake/_checkpoints/sketch/pairs/offsets/1"),
        text -> text.replace("\"batch\":2", "\"batch\":1"));

    assertThat(lake.lines(lake.reconcile("pairs")))
        .hasSize(3)
        .first()
        .asString()
        .startsWith(
            "pairs: batch 1: signature: version 1 of ~/lake/silver/pairs was made of other offsets,"
                + " but ~/lake/_checkpoints/sketch/pairs/offsets/1 does not have them");
  }
}
