package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.medallion.Contents;
import dev.medallion.LocalSpark;
import dev.medallion.Messages;
import dev.medallion.Trial;
import dev.medallion.broker.TestBroker;
import dev.medallion.cli.Lakehouse;
import dev.medallion.cli.Lakehouse.Ended;
import dev.medallion.fault.Failpoint;
import dev.medallion.generate.Mixture;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A topic deletes messages that were not read yet: before their batch is planned, and between its
 * plan and its reading. The run stops, and goes on only where it is told to.
 */
@Tag("faults")
class ExpiredOffsetsIT {
  private static final int LOST = 6;
  private static final int PORTION = 60;
  private static final String RECORD = "jobs.bronze.source.on-data-loss=record";
  private static final String GAPS =
      """
      SELECT entity, old_value, new_value
      FROM Metadata_Logs
      WHERE event_type = 'DATA_GAP'
      ORDER BY log_id""";

  private final TestBroker broker = TestBroker.shared();
  private final Messages messages = new Messages(broker);

  /** What was given and did not expire, by its place. */
  private final Map<String, Optional<String>> given = new TreeMap<>();

  private final List<String> gaps = new ArrayList<>();
  private Map<Integer, Long> read = Map.of();
  private int portion;
  private Verdict all = Verdict.CLEAN;

  @TempDir Path folder;
  private Trial trial;

  @BeforeEach
  void fill() throws IOException {
    trial = Trial.ofTopic(folder, broker.bootstrap(), messages.topic());
    send();
    assertThat(drain().code()).isZero();
  }

  @AfterEach
  void nothingFailsAfterwards() {
    Failpoint.plan("");
  }

  @Test
  void offsetsThatExpireStopTheRunOrAreOnRecord() throws Exception {
    for (int partition = 0; partition < Messages.PARTITIONS; partition++) {
      int expiring = partition;
      expires(
          partition,
          () -> {
            expire(expiring);
            return drain();
          });
      expires(partition, () -> drain(() -> expire(expiring)));
    }
    FaultTable.add(
        Fault.OFFSETS_EXPIRED,
        "DeleteRecords before a batch is planned, and before it is read: exit code 6, then"
            + " `on-data-loss = record`; what expired counts as not sent",
        2L * Messages.PARTITIONS,
        all);
  }

  private interface Drain {
    Ended end() throws IOException;
  }

  /** The run writes nothing and says why; the next one writes what is left. */
  private void expires(int partition, Drain drain) throws Exception {
    Contents read = contents();
    send();
    Ended stopped = drain.end();
    assertThat(stopped.code()).as("%s", stopped).isEqualTo(LOST);
    assertThat(stopped.out()).contains("bronze data lost: topic " + messages.topic());
    assertThat(verdict(read)).isEqualTo(Verdict.CLEAN);

    Ended recorded = drain(RECORD);
    assertThat(recorded.code()).as("%s", recorded).isZero();
    Verdict verdict = verdict(contents());
    assertThat(verdict).as("after a loss in partition %d", partition).isEqualTo(Verdict.CLEAN);
    assertThat(gapsOnRecord()).isEqualTo(gaps);
    all = all.and(verdict);
  }

  private void send() throws IOException {
    read = broker.ends(messages.topic());
    messages.generate(new Mixture(PORTION, FaultTable.SEED + portion++, 0.05, 0.05, 0));
    given.putAll(messages.texts());
  }

  /** Half of what a partition holds and nobody has read. */
  private void expire(int partition) {
    long first = read.get(partition);
    long end = first + (broker.ends(messages.topic()).get(partition) - first) / 2;
    broker.deleteRecords(messages.topic(), partition, end);
    for (long offset = first; offset < end; offset++) {
      given.remove(messages.place(partition, offset));
    }
    gaps.add("%s-%d %d %d".formatted(messages.topic(), partition, first, end));
  }

  private Contents contents() {
    Contents contents = new Contents();
    given.forEach((place, text) -> contents.add(place, text.orElse(null)));
    return contents;
  }

  private Verdict verdict(Contents contents) throws IOException, SQLException {
    return new Verifier(trial, contents, true, LocalSpark.session()).verdict();
  }

  private List<String> gapsOnRecord() throws SQLException {
    return trial.tracking().rows(GAPS).stream().map(row -> String.join(" ", row.values())).toList();
  }

  /** Something happens when a batch is planned and nothing of it is read. */
  private Ended drain(Runnable meanwhile) {
    Failpoint.plan("before-sink:1:sleep:3000");
    CompletableFuture<Void> made =
        CompletableFuture.runAsync(
            () -> {
              await().atMost(Duration.ofMinutes(2)).until(Failpoint::happened);
              meanwhile.run();
            });
    Ended ended = drain();
    made.join();
    Failpoint.plan("");
    return ended;
  }

  private Ended drain(String... settings) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "conf/invoices-kafka.conf", "bronze", "silver"));
    arguments.add("--available-now");
    Stream.of(Stream.of("lake=" + trial.lake()), trial.input().stream(), Stream.of(settings))
        .flatMap(part -> part)
        .forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return Lakehouse.execute(arguments.toArray(String[]::new));
  }
}
