package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** H2 answers each question of the store from the index that was made for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class H2PlansTest {
  private Records records;

  @BeforeAll
  void fill() {
    TrackingSettings settings =
        Stores.at("jdbc:h2:mem:" + UUID.randomUUID(), "", "", "", Duration.ofMinutes(10));
    records = Records.open(settings.database());
    new Migrations(records, false).run();
    records.transaction(
        tx -> {
          tx.update(
              """
              INSERT INTO Job_Metadata (run_uuid, pipeline_name, job_name, layer, status, owner,
                fencing_no, checkpoint_location, config_hash, host)
              SELECT RANDOM_UUID(), CONCAT('p', MOD(X, 10)), CONCAT('j', MOD(X, 7)), 'bronze',
                'COMPLETED', 'o', 1, CONCAT('c', MOD(X, 70)), 'h', 'h' FROM SYSTEM_RANGE(1, 200)""");
          tx.update(
              """
              INSERT INTO Task_Metadata (job_id, query_id, batch_id, attempt_no, status)
              SELECT 1 + MOD(X, 200), RANDOM_UUID(), X, 1, 'COMPLETED' FROM SYSTEM_RANGE(1, 4000)""");
          return tx.update(
              """
              INSERT INTO Metadata_Logs (event_uuid, job_id, level, event_type, actor, message)
              SELECT RANDOM_UUID(), 1 + MOD(X, 200), 'INFO', 'LEASE', 'a', 'm'
              FROM SYSTEM_RANGE(1, 4000)""");
        });
  }

  @AfterAll
  void close() {
    records.close();
  }

  static Stream<Map.Entry<String, String>> plans() {
    return Plans.expected().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("plans")
  void questionIsAnsweredFromItsIndex(Map.Entry<String, String> plan) {
    String question = plan.getKey().replace("SYSUTCDATETIME()", "LOCALTIMESTAMP");
    String found =
        records.transaction(
            tx -> tx.query("EXPLAIN " + question, row -> row.text("PLAN")).toString());

    assertThat(found).contains("PUBLIC." + plan.getValue().toUpperCase(Locale.ROOT) + ":");
  }
}
