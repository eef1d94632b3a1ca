package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.LocalSpark;
import dev.medallion.cli.Lakehouse.Ended;
import dev.medallion.fault.Failpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quarantined rows go through their job again, once. */
class QuarantineReplayTest {
  private static final String CONF =
      """
      jobs.events {
        layer = bronze
        source { type = json, path = "%%s/in", schema = x.ddl }
        expect { %s }
        sql = x.sql
        ensure { %s }
        sink { type = delta, table = events }
      }
      """;
  private static final List<String> STEPS =
      List.of(
          "before-task", "after-sink", "before-quarantine", "before-tracking", "after-tracking");

  @TempDir Path folder;
  private Sketch sketch;

  @BeforeEach
  void write() {
    LocalSpark.session();
    sketch = new Sketch(folder);
  }

  @AfterEach
  void planNothing() {
    Failpoint.plan("");
  }

  @Test
  void rowsOfEachStageGoThroughTheJobAsItIsNow() {
    rules("small = \"n < 100\"", "positive = \"twice >= 0\"");
    sketch
        .write("x.ddl", "id INT, n INT")
        .write("x.sql", "SELECT CAST(id AS STRING) AS id, n * 2 AS twice, _source_file FROM input")
        .land(
            "in/1.json",
            "{\"id\":\"a\",\"n\":1}",
            "{\"id\":2,\"n\":2}",
            "{\"id\":\"c\",\"n\":200}",
            "{\"id\":4,\"n\":300}",
            "{\"id\":5,\"n\":-1}",
            "{\"id\":\"f\",\"n\":-3}",
            "nope");
    assertThat(replay().out()).isEqualTo(line("There is no %s: nothing to replay."));
    assertThat(sketch.drain().code()).isZero();
    assertThat(events()).containsExactly("2 4 in/1.json");

    sketch.write("x.ddl", "id STRING, n INT");
    Ended ended = replay();

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .isEqualTo(
            line(
                "Replayed 2 of 6 rows of %s; 4 stayed. Of the result, 1 rows broke a rule and were added."));
    assertThat(ended.code()).isZero();
    assertThat(events()).containsExactly("2 4 in/1.json", "a 2 in/1.json");
    assertThat(quarantine())
        .containsExactly(
            "decode id: expected int, found string \"a\" {\"id\":\"a\",\"n\":1} replayed 0",
            "decode id: expected int, found string \"f\" {\"id\":\"f\",\"n\":-3} replayed 0",
            "decode not JSON: unrecognized token near byte 4 nope null 0",
            "decode small: n < 100 {\"id\":\"c\",\"n\":200} null 0",
            "ensure positive: twice >= 0 -2 null 0",
            "ensure positive: twice >= 0 -6 null null",
            "expect small: n < 100 300 null 0");

    rules("small = \"n < 250\"", "positive = \"twice >= -2\"");
    assertThat(replay("--since", "2999-01-01").out())
        .isEqualTo(line("No row of %s waits since 2999-01-01T00:00:00Z."));
    assertThat(replay("--reason", "SMALL", "--since", "2020-01-01T00:00:00Z").out())
        .isEqualTo(line("Replayed 1 of 2 rows of %s; 1 stayed."));
    assertThat(replay().out()).isEqualTo(line("Replayed 1 of 4 rows of %s; 3 stayed."));
    assertThat(events())
        .containsExactly("2 4 in/1.json", "5 -2 in/1.json", "a 2 in/1.json", "c 400 in/1.json");
    assertThat(
            sketch.tasks(
                "events", "t.status, input_rows, output_rows, quarantined_rows, rejected_rows"))
        .containsExactly(
            "COMPLETED 7 1 5 1", "COMPLETED 6 1 4 1", "COMPLETED 2 1 1 0", "COMPLETED 4 1 3 0");
    assertThat(
            sketch
                .lakehouse()
                .tracking(
                    "SELECT message FROM Metadata_Logs WHERE event_type = 'OPERATOR_ACTION'"
                        + " AND entity = 'replay 1' ORDER BY log_id"))
        .containsExactly(
            "replays 2 rows of %s with the reason 'SMALL' since 2020-01-01T00:00:00Z"
                .formatted(table()),
            "Replayed 1 of 2 rows of %s; 1 stayed.".formatted(table()));
    assertAgreed();

    sketch.land("in/2.json", "again", "{\"id\":\"z\",\"n\":7}");
    assertThat(sketch.drain().code()).isZero();
    assertThat(sketch.rows("bronze/events_quarantine", "status", "record"))
        .contains("null again")
        .hasSize(8);
    assertAgreed();

    String second = "(SELECT MIN(task_id) FROM Task_Metadata WHERE batch_id = 1)";
    sketch.lakehouse().change("DELETE FROM Metadata_Logs WHERE task_id = " + second);
    sketch.lakehouse().change("DELETE FROM Task_Metadata WHERE task_id = " + second);
    assertThat(reconcile().out())
        .startsWith("events: batch 1: replay: no task row says that it is done, but version ")
        .contains("disagreements=1 ");
    assertThat(reconcile("--repair").out()).contains("disagreements=0 repaired=1");
    assertAgreed();
  }

  /** What died at one step is done by the next replay, from the step that it finds undone. */
  @Test
  @Tag("long")
  void aReplayThatDiedIsFinishedOnce() {
    List<String> rules = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (int id = 0; id < STEPS.size(); id++) {
      rules.add("not%d = \"id <> %d\"".formatted(id, id));
      lines.add("{\"id\":" + id + "}");
    }
    sketch.write("x.ddl", "id INT").write("x.sql", "SELECT id FROM input");
    rules(String.join(", ", rules), "");
    sketch.land("in/1.json", lines.toArray(String[]::new));
    assertThat(sketch.drain().code()).isZero();
    rules("", "");

    for (int id = 0; id < STEPS.size(); id++) {
      Failpoint.plan(STEPS.get(id) + ":1:throw");
      Ended died = replay("--reason", "not" + id);
      assertThat(died.code()).as(STEPS.get(id) + died.err()).isEqualTo(1);
      Failpoint.plan("");
      assertThat(replay("--reason", "none").out())
          .isEqualTo(
              line("A replay was cut off. Replayed 1 of 1 rows of %s; 0 stayed.")
                  + line("No row of %s waits with the reason 'none'."));
    }

    assertThat(sketch.rows("bronze/events", "id")).containsExactly("0", "1", "2", "3", "4");
    assertThat(sketch.rows("bronze/events_quarantine", "status", "replay_batch"))
        .containsExactly("replayed 0", "replayed 1", "replayed 2", "replayed 3", "replayed 4");
    assertThat(sketch.tasks("events", "t.batch_id, t.status, input_rows, output_rows"))
        .containsExactly(
            "0 COMPLETED 5 0",
            "0 COMPLETED 1 1",
            "1 FAILED null null",
            "1 RECOVERED 1 1",
            "2 FAILED null null",
            "2 RECOVERED 1 1",
            "3 FAILED null null",
            "3 RECOVERED 1 1",
            "4 COMPLETED 1 1");
    assertAgreed();
  }

  /** Other rules would tell the quarantine other fates than the target's. */
  @Test
  void aReplayWhoseRowsAreWrittenIsFinishedByTheRulesThatItBeganWith() {
    sketch.write("x.ddl", "id INT, n INT").write("x.sql", "SELECT id, n FROM input");
    rules("small = \"n < 10\"", "");
    sketch.land("in/1.json", "{\"id\":1,\"n\":20}", "{\"id\":2,\"n\":30}");
    assertThat(sketch.drain().code()).isZero();
    rules("small = \"n < 25\"", "");
    failAt("after-sink");

    rules("small = \"n > 25\"", "");
    assertRefused();
    rules("small = \"n < 25\"", "");
    sketch.write("x.sql", "SELECT id, n FROM input WHERE n > 25");
    assertRefused();
    sketch.write("x.sql", "SELECT id, n FROM input").write("x.ddl", "id INT, n BIGINT");
    assertRefused();
    sketch.write("x.ddl", "id INT, n INT");
    assertThat(replay("--reason", "none").out())
        .isEqualTo(
            line("A replay was cut off. Replayed 1 of 2 rows of %s; 1 stayed.")
                + line("No row of %s waits with the reason 'none'."));

    rules("small = \"n > 25\"", "");
    assertThat(replay().out()).isEqualTo(line("Replayed 1 of 1 rows of %s; 0 stayed."));
    assertThat(sketch.rows("bronze/events", "id")).containsExactly("1", "2");
    assertAgreed();
  }

  private void assertRefused() {
    Ended refused = replay("--reason", "none");
    assertThat(refused.err())
        .isEqualTo(
            ("%s has the rows of replay 0, which began with another configuration of events: finish"
                        + " it with that one, then replay again with the new one")
                    .formatted(folder.resolve("lake/bronze/events"))
                + System.lineSeparator());
    assertThat(refused.code()).isEqualTo(1);
    assertThat(sketch.rows("bronze/events", "id")).containsExactly("1");
  }

  /** One that failed with nothing written keeps no other from being done. */
  @Test
  void aReplayThatWroteNothingIsOver() {
    sketch.write("x.ddl", "id INT").write("x.sql", "SELECT id FROM input");
    rules("one = \"id <> 1\", two = \"id <> 2\"", "");
    sketch.land("in/1.json", "{\"id\":1}", "{\"id\":2}");
    assertThat(sketch.drain().code()).isZero();
    rules("never { that = \"id <> 1\", action = fail }", "");

    assertThat(replay("--reason", "one").code()).isEqualTo(4);
    assertThat(replay("--reason", "none").out())
        .isEqualTo(line("No row of %s waits with the reason 'none'."));
    failAt("before-task", "--reason", "one");
    assertThat(replay("--reason", "none").code()).isEqualTo(4);
    failAt("before-sink", "--reason", "two");
    assertThat(replay("--reason", "two").out())
        .isEqualTo(line("Replayed 1 of 1 rows of %s; 0 stayed."));
    rules("", "");
    assertThat(replay().out()).isEqualTo(line("Replayed 1 of 1 rows of %s; 0 stayed."));

    assertThat(sketch.rows("bronze/events", "id")).containsExactly("1", "2");
    assertThat(sketch.rows("bronze/events_quarantine", "status", "replay_batch"))
        .containsExactly("replayed 3", "replayed 4");
    assertAgreed();
  }

  private void failAt(String step, String... more) {
    Failpoint.plan(step + ":1:throw");
    assertThat(replay(more).code()).isEqualTo(1);
    Failpoint.plan("");
  }

  @Test
  void whatCannotBeReplayedIsRefused() {
    sketch
        .write("x.ddl", "id INT")
        .write("x.sql", "SELECT id, COUNT(*) AS n FROM input GROUP BY id")
        .conf(
            CONF.formatted("some = \"id > 0\"", "")
                .replace("sink {", "output-mode = update\n  sink { mode = upsert, keys = [id],"))
        .land("in/1.json", "{\"id\":0}");
    assertThat(sketch.drain().code()).isZero();

    Ended ended = replay();
    assertThat(ended.err())
        .isEqualTo(
            "The SQL of events keeps state from batch to batch, so rows cannot be sent through it again."
                + System.lineSeparator());
    assertThat(ended.code()).isEqualTo(2);
    Ended odd = replay("--since", "yesterday");
    assertThat(odd.err())
        .startsWith("--since 'yesterday' is no time; say it as 2026-05-31T08:00:00Z or 2026-05-31");
    assertThat(odd.code()).isEqualTo(2);
  }

  private void rules(String expect, String ensure) {
    sketch.conf(CONF.formatted(expect, ensure));
  }

  private List<String> events() {
    return sketch.rows(
        "bronze/events", "id", "twice", "substring_index(_source_file, '/', -2) AS file");
  }

  private List<String> quarantine() {
    return sketch.rows(
        "bronze/events_quarantine",
        "stage",
        "concat_ws(', ', reasons) AS reasons",
        "CASE stage WHEN 'decode' THEN record WHEN 'expect' THEN get_json_object(record, '$.n')"
            + " ELSE get_json_object(record, '$.twice') END AS record",
        "status",
        "replay_batch");
  }

  private void assertAgreed() {
    Ended agreed = reconcile();
    assertThat(agreed.code()).as(agreed.out()).isZero();
  }

  private Ended reconcile(String... more) {
    var arguments = new ArrayList<>(List.of("reconcile", folder.resolve("x.conf").toString()));
    arguments.addAll(List.of(more));
    return Lakehouse.execute(arguments.toArray(String[]::new));
  }

  private Ended replay(String... more) {
    var arguments = new ArrayList<>(List.of("replay", folder.resolve("x.conf").toString()));
    arguments.add("events");
    arguments.addAll(List.of(more));
    return Lakehouse.execute(arguments.toArray(String[]::new));
  }

  private String table() {
    return folder.resolve("lake/bronze/events_quarantine").toString();
  }

  private String line(String sentence) {
    return sentence.formatted(table()) + System.lineSeparator();
  }
}
