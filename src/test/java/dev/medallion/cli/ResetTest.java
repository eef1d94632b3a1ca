package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.LocalSpark;
import dev.medallion.cli.Lakehouse.Ended;
import dev.medallion.pipeline.Outcome;
import dev.medallion.pipeline.Pipeline;
import dev.medallion.pipeline.Reset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that are refused, and jobs that start over. */
class ResetTest {
  private static final String NL = System.lineSeparator();

  @TempDir Path folder;
  private Sketch sketch;

  @BeforeEach
  void drainTwice() {
    LocalSpark.session();
    sketch =
        new Sketch(folder)
            .conf(
                """
                jobs.events {
                  layer = bronze
                  source { type = json, path = "%s/in", schema = x.ddl }
                  sink { type = delta, table = events }
                }
                jobs.copy {
                  layer = silver
                  source { type = delta, table = events }
                  sink { type = delta, table = copy }
                }
                jobs.latest {
                  layer = gold
                  source { type = delta, table = copy }
                  sink { type = delta, table = latest, mode = upsert, keys = [id] }
                }
                """)
            .write("x.ddl", "id INT");
    for (int id = 1; id <= 2; id++) {
      sketch.land("in/" + id + ".json", "{\"id\":" + id + "}");
      assertThat(sketch.drain().code()).isZero();
    }
  }

  @Test
  void aCheckpointThatCannotBeGoneOnFromIsRefused() throws IOException {
    Path copy = folder.resolve("copy");
    FileUtils.copyDirectory(checkpoint("copy").toFile(), copy.toFile());

    Path offsets = checkpoint("copy").resolve("offsets/1");
    byte[] flipped = Files.readAllBytes(offsets);
    flipped[flipped.length / 2] ^= 1;
    Files.write(offsets, flipped);
    assertRefused("is damaged: offsets/1 does not fit its checksum");
    Files.writeString(offsets, "");
    assertRefused("is damaged: offsets/1 is empty");

    FileUtils.deleteDirectory(checkpoint("copy").toFile());
    assertRefused(
        "is gone, though tracking knows 2 finished batches of it; without it everything would be"
            + " read and written again");

    FileUtils.copyDirectory(checkpoint("latest").toFile(), checkpoint("copy").toFile());
    String query = id("latest");
    assertRefused(
        "is another one: its metadata names the query %s, of which tracking knows nothing here,"
                .formatted(query)
            + " though it knows 2 finished batches at this place");

    FileUtils.deleteDirectory(checkpoint("copy").toFile());
    FileUtils.copyDirectory(copy.toFile(), checkpoint("copy").toFile());
    FileUtils.deleteDirectory(checkpoint("copy").resolve("offsets").toFile());
    FileUtils.deleteDirectory(checkpoint("copy").resolve("commits").toFile());
    assertRefused("is an older copy: it has no batch, but tracking knows that batch 1 is done");

    assertThat(sketch.rows("silver/copy", "id")).containsExactly("1", "2");
  }

  @Test
  @Tag("long")
  void filesOfTheArchiveAreNotReadAgain() throws IOException {
    String old = id("events");

    Ended ended = reset("events", "--yes", "--reason", "schema was wrong");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out().lines())
        .containsExactly(
            "The checkpoint %s is moved aside.".formatted(checkpoint("events")),
            "Nothing is there to be read again.",
            "What the SQL remembers of earlier batches is forgotten.",
            "The rows of %s/lake/bronze/events stay.".formatted(folder),
            "events starts over with its next run.");
    assertThat(id("events")).isNotEqualTo(old);
    Path aside = aside("events");
    assertThat(Files.readString(aside.resolve("metadata"))).contains(old);
    assertThat(aside.resolve("reset-begun")).doesNotExist();
    assertThat(
            sketch
                .lakehouse()
                .tracking(
                    "SELECT l.level, entity, field, old_value, new_value, message"
                        + " FROM Metadata_Logs l WHERE event_type = 'OPERATOR_ACTION'"))
        .containsExactly(
            "WARN checkpoint %s query_id %s %s job events starts over; its old checkpoint: %s; The rows of %s/lake/bronze/events stay. Reason: schema was wrong"
                .formatted(checkpoint("events"), old, id("events"), aside, folder));

    sketch.land("in/3.json", "{\"id\":3}");
    assertThat(sketch.drain("events").code()).isZero();
    assertThat(sketch.rows("bronze/events", "id")).containsExactly("1", "2", "3");
  }

  /** Between the question and the lease, a run may read one more file that is not archived yet. */
  @Test
  @Tag("long")
  void whatWouldComeTwiceIsLookedForAgainUnderTheLease() throws IOException {
    String query = id("events");
    Pipeline pipeline = Pipeline.load(folder.resolve("x.conf"), Map.of());
    try (Reset reset = Reset.open(pipeline, "events", Reset.Doubles.REFUSE)) {
      assertThat(reset.objection()).isEmpty();
      sketch.land("in/3.json", "{\"id\":3}");

      Outcome outcome = reset.run("");

      assertThat(outcome.sentence()).isEqualTo(reset.objection()).isPresent();
    }
    assertThat(id("events")).isEqualTo(query);
    assertThat(sketch.drain("events").code()).isZero();
    assertThat(sketch.rows("bronze/events", "id")).containsExactly("1", "2", "3");
  }

  @Test
  void rowsThatWouldComeTwiceAreClearedOrReplaced() throws IOException {
    Ended refused = reset("copy", "--yes");
    assertThat(refused.err())
        .isEqualTo(
            "%s/lake/silver/copy is appended to: the rows that it has would stay and come again. Say --clear to have them deleted, or --keep if you have seen to it.%s"
                .formatted(folder, NL));
    assertThat(refused.code()).isEqualTo(2);
    Ended unasked = reset("copy", "--clear");
    assertThat(unasked.err())
        .isEqualTo("There is no terminal to ask on; nothing was changed. Say --yes." + NL);
    assertThat(unasked.code()).isEqualTo(2);
    assertThat(sketch.rows("silver/copy", "id")).containsExactly("1", "2");

    Ended cleared = reset("copy", "--clear", "--yes");

    assertThat(cleared.err()).isEmpty();
    assertThat(cleared.code()).isZero();
    assertThat(cleared.out().lines())
        .contains(
            "%s/lake/bronze/events is read again from its first row.".formatted(folder),
            "All rows of %1$s/lake/silver/copy and %1$s/lake/silver/copy_quarantine are deleted."
                .formatted(folder),
            "Jobs that read %s/lake/silver/copy as a stream fail of the deletion and must be reset as well: latest."
                .formatted(folder));
    assertThat(sketch.rows("silver/copy", "id")).isEmpty();
    assertThat(sketch.drain("copy").code()).isZero();
    assertThat(sketch.rows("silver/copy", "id")).containsExactly("1", "2");

    assertThat(reset("latest", "--yes").code()).isZero();
    assertThat(sketch.drain("latest").code()).isZero();
    assertThat(sketch.rows("gold/latest", "id")).containsExactly("1", "2");
  }

  /** Each step of a reset may be the last that its process does. */
  @Test
  @Tag("long")
  void aResetThatDiedIsRunAgain() throws IOException {
    Files.writeString(checkpoint("copy").resolve("reset-begun"), "");
    assertRefused(
        "is damaged: reset-begun tells of a reset that was begun and did not end; run it again");
    assertThat(reset("copy", "--clear", "--yes").code()).isZero();
    FileUtils.deleteDirectory(checkpoint("copy").toFile());
    assertRefused(
        "is gone, though tracking knows 2 finished batches of it; without it everything would be"
            + " read and written again");
    assertThat(reset("copy", "--clear", "--yes").code()).isZero();
    assertThat(sketch.drain("copy").code()).isZero();
    assertThat(sketch.rows("silver/copy", "id")).containsExactly("1", "2");
  }

  @Test
  @Tag("long")
  void aStateThatCannotBeReadIsRefused() throws IOException {
    sketch
        .write("sum.sql", "SELECT id, COUNT(*) AS n FROM input GROUP BY id")
        .conf(
            """
            jobs.copy {
              layer = bronze
              source { type = json, path = "%s/more", schema = x.ddl }
              sql = sum.sql
              output-mode = update
              sink { type = delta, table = sums, mode = upsert, keys = [id] }
            }
            """);
    FileUtils.deleteDirectory(folder.resolve("lake").toFile());
    sketch.land("more/1.json", "{\"id\":1}");
    assertThat(sketch.drain().code()).isZero();
    FileUtils.deleteDirectory(checkpoint("copy").resolve("state").toFile());
    sketch.land("more/2.json", "{\"id\":1}");

    Ended ended = sketch.drain();

    assertThat(ended.out())
        .contains(
            "copy checkpoint: the checkpoint %1$s has a state in %1$s/state that Spark cannot read: "
                .formatted(checkpoint("copy")))
        .contains(
            ". Restore the folder from a backup, or start over with `medallion reset CONF copy`");
    assertThat(ended.code()).isEqualTo(ExitCode.CHECKPOINT);
  }

  private void assertRefused(String finding) {
    Ended ended = sketch.drain("copy");
    assertThat(ended.out())
        .contains(
            "copy checkpoint: the checkpoint %s %s. Restore the folder from a backup, or start over with `medallion reset CONF copy`"
                .formatted(checkpoint("copy"), finding));
    assertThat(ended.code()).isEqualTo(ExitCode.CHECKPOINT);
  }

  private Ended reset(String job, String... more) {
    var arguments = new ArrayList<>(List.of("reset", folder.resolve("x.conf").toString(), job));
    arguments.addAll(List.of(more));
    return Lakehouse.execute(arguments.toArray(String[]::new));
  }

  private Path checkpoint(String job) {
    return folder.resolve("lake/_checkpoints/sketch").resolve(job);
  }

  private String id(String job) throws IOException {
    return Files.readString(checkpoint(job).resolve("metadata")).split("\"")[3];
  }

  private Path aside(String job) throws IOException {
    try (Stream<Path> folders = Files.list(checkpoint(job).getParent())) {
      return folders
          .filter(path -> path.getFileName().toString().matches(job + "\\.\\d{8}T\\d{9}Z"))
          .findFirst()
          .orElseThrow();
    }
  }
}
