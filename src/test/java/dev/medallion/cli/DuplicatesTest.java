package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are delivered again. */
class DuplicatesTest {
  private static final String JOB =
      """
      jobs.bronze {
        layer = bronze
        source { type = json, path = "%s/in", schema = event.ddl, max-files-per-batch = 1 }
        duplicates { keys = [id] }
        sink { type = delta, table = events }
      """;
  private static final String NUMBERS =
      "input_rows, quarantined_rows, skipped_rows, late_rows, output_rows";

  @TempDir Path folder;
  private Sketch sketch;

  @BeforeEach
  void open() {
    sketch = new Sketch(folder).write("event.ddl", "id BIGINT, at TIMESTAMP");
  }

  @Test
  void withoutAWatermarkEachBatchIsLookedAtAlone() {
    sketch.conf(JOB + "}");
    sketch.land("in/1.json", event(1, "10:00"), event(2, "10:00"), event(1, "10:00"), "nonsense");
    sketch.land("in/2.json", event(1, "10:00"), event(3, "10:00"));
    assertThat(sketch.drain().code()).isZero();
    assertThat(sketch.rows("bronze/events", "id")).containsExactly("1", "1", "2", "3");
    assertThat(sketch.tasks("bronze", NUMBERS)).containsExactly("4 1 1 0 2", "2 0 0 0 2");
  }

  @Test
  void withAWatermarkAcrossBatchesAndRestarts() {
    sketch.conf(JOB + "watermark { column = at, delay = 1 hour }\n}");
    sketch.land("in/1.json", event(1, "10:00"), event(2, "10:00"), event(1, "10:01"), "nonsense");
    Lakehouse.Ended ended = sketch.drain();
    assertThat(ended.code()).as(ended.out()).isZero();
    sketch.land("in/2.json", event(1, "10:05"), event(3, "10:00"), "more nonsense");
    assertThat(sketch.drain().code()).isZero();
    sketch.land("in/3.json", event(4, "13:00"));
    assertThat(sketch.drain().code()).isZero();
    sketch.land("in/4.json", event(5, "11:00"), event(6, "12:30"), event(6, "12:31"));
    assertThat(sketch.drain().code()).isZero();
    assertThat(sketch.rows("bronze/events", "id")).containsExactly("1", "2", "3", "4", "6");
    assertThat(
            sketch
                .lakehouse()
                .tracking("SELECT %s FROM Task_Metadata WHERE input_rows > 0".formatted(NUMBERS)))
        .containsExactly("4 1 1 0 2", "3 1 1 0 1", "1 0 0 0 1", "3 0 1 1 1");
    assertThat(sketch.rows("bronze/events_quarantine", "record"))
        .containsExactly("more nonsense", "nonsense");
  }

  private static String event(int id, String time) {
    return "{\"id\":%d,\"at\":\"2026-01-05T%s:00Z\"}".formatted(id, time);
  }
}
