package dev.medallion.cli;

import static dev.medallion.cli.TopicHouse.invoices;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.cli.Lakehouse.Ended;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a broker lost before it was read stops the job, or stands on record to the offset. */
class KafkaLossTest {
  private static final String RECORD = "jobs.bronze.source.on-data-loss=record";
  private static final String GAPS =
      "SELECT entity, field, old_value, new_value, level FROM Metadata_Logs"
          + " WHERE event_type = 'DATA_GAP' ORDER BY log_id";

  @TempDir Path folder;

  @Test
  void expiredOffsetsStopTheJobOrAreOnRecord() {
    TopicHouse house = TopicHouse.open(folder, 2);
    house.send(0, invoices(0, 10));
    house.send(1, invoices(10, 20));
    assertThat(house.drain().code()).isZero();
    house.send(0, invoices(20, 30));
    house.send(1, invoices(30, 40));
    house.broker().deleteRecords(house.topic(), 0, 17);

    Ended stopped = house.drain();
    assertThat(stopped.code()).isEqualTo(6);
    assertThat(stopped.out())
        .contains(
            "bronze data lost: topic %s, partition 0: offsets 10 to 16 (7 records at most) expired or"
                    .formatted(house.topic())
                + " were deleted. To go on behind them, with each range on record, set on-data-loss ="
                + " record\n");
    assertThat(house.lakehouse().bronze().count()).isEqualTo(20);
    assertThat(house.lakehouse().tracking(GAPS)).isEmpty();

    assertThat(house.drain(RECORD).code()).isZero();
    assertThat(house.drain(RECORD).code()).isZero();
    assertThat(house.lakehouse().tracking(GAPS))
        .containsExactly(house.topic() + "-0 offset 10 17 ERROR");
    assertThat(house.lakehouse().bronze().count()).isEqualTo(33);
    assertThat(
            house.bronze("invoices_bz", "InvoiceNumber", "_partition", "_offset").subList(10, 13))
        .containsExactly("27 0 17", "28 0 18", "29 0 19");
  }

  @Test
  void aTopicThatWasCreatedAgainIsReadFromItsBeginning() {
    TopicHouse house = TopicHouse.open(folder, 1);
    house.send(0, invoices(0, 10));
    assertThat(house.drain("jobs.bronze.source.max-offsets-per-batch=10").code()).isZero();
    house.broker().deleteTopic(house.topic());
    house.broker().createTopic(house.topic(), 1);
    house.send(0, invoices(100, 115));

    Ended stopped = house.drain();
    assertThat(stopped.code()).isEqualTo(6);
    assertThat(stopped.out())
        .contains(
            "bronze data lost: topic %s, partition 0: no record is known to be lost; it was read up to offset 10, where it ended"
                .formatted(house.topic()));

    assertThat(house.drain(RECORD).code()).isZero();
    assertThat(house.lakehouse().tracking(GAPS))
        .containsExactly(house.topic() + "-0 offset 10 10 ERROR");
    assertThat(house.lakehouse().bronze().count()).isEqualTo(25);
    assertThat(house.tasks("input_rows")).isEqualTo(List.of("10", "15"));
  }

  @Test
  void aTopicThatIsGoneStopsTheJob() {
    TopicHouse house = TopicHouse.open(folder, 1);
    house.send(0, invoices(0, 3));
    assertThat(house.drain().code()).isZero();
    house.broker().deleteTopic(house.topic());
    assertThat(house.drain().code()).isEqualTo(6);
    assertThat(house.drain(RECORD).code()).isZero();
    assertThat(house.lakehouse().tracking(GAPS))
        .containsExactly(house.topic() + "-0 offset 3 3 ERROR");
  }
}
