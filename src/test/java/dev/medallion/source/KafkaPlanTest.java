package dev.medallion.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.kafka.Partition;
import dev.medallion.kafka.PartitionLog;
import dev.medallion.kafka.Topics;
import dev.medallion.source.LostRange.Why;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KafkaPlanTest {
  private static final Partition A0 = new Partition("a", 0);
  private static final Partition A1 = new Partition("a", 1);
  private static final Partition B0 = new Partition("b", 0);
  private static final Topics A = Topics.of("a");
  private static final Topics BOTH = new Topics(List.of("a", "b"), null);

  @Test
  void aBatchGoesOnWhereTheLastEnded() {
    KafkaPlan plan =
        after(A, List.of(span(A0, "x", 0, 7, 9)), Map.of(A0, log("x", 0, 12)), Map.of());
    assertThat(plan.lost()).isEmpty();
    assertThat(plan.take(100, Map.of(A0, 12L)).spans()).containsExactly(span(A0, "x", 7, 12, 12));
  }

  @Test
  void whatExpiredBeforeItWasReadIsLost() {
    KafkaPlan plan =
        after(A, List.of(span(A0, "x", 0, 7, 9)), Map.of(A0, log("x", 10, 12)), Map.of());
    assertThat(plan.lost()).containsExactly(new LostRange("a", 0, 7, 10, Why.EXPIRED));
    assertThat(plan.positions()).isEqualTo(Map.of(A0, 10L));
  }

  @Test
  void ofATopicThatWasCreatedAgainIsLostWhatWasUnreadUpToTheLastKnownEnd() {
    List<KafkaSpan> last = List.of(span(A0, "x", 0, 7, 9));
    SortedMap<Partition, PartitionLog> now = sorted(Map.of(A0, log("y", 2, 50)));
    assertThat(after(A, last, now, Map.of()).lost())
        .containsExactly(
            new LostRange("a", 0, 7, 9, Why.RECREATED), new LostRange("a", 0, 0, 2, Why.EXPIRED));
    assertThat(after(A, last, now, Map.of(A0, 20L)).lost().get(0))
        .isEqualTo(new LostRange("a", 0, 7, 20, Why.RECREATED));
    assertThat(after(A, last, now, Map.of()).positions()).isEqualTo(Map.of(A0, 2L));
  }

  @Test
  void aTopicWithoutAnIdentityWasCreatedAgainIfItEndsEarlier() {
    List<KafkaSpan> last = List.of(span(A0, "", 0, 7, 7));
    assertThat(after(A, last, Map.of(A0, log("", 0, 7)), Map.of()).lost()).isEmpty();
    KafkaPlan plan = after(A, last, Map.of(A0, log("", 0, 3)), Map.of());
    assertThat(plan.lost()).containsExactly(new LostRange("a", 0, 7, 7, Why.RECREATED));
    assertThat(plan.positions()).isEqualTo(Map.of(A0, 0L));
  }

  @Test
  void aLogThatLostItsEndIsReadFromThereOn() {
    KafkaPlan plan =
        after(A, List.of(span(A0, "x", 0, 7, 7)), Map.of(A0, log("x", 0, 5)), Map.of());
    assertThat(plan.lost()).containsExactly(new LostRange("a", 0, 5, 7, Why.TRUNCATED));
    assertThat(plan.positions()).isEqualTo(Map.of(A0, 5L));
  }

  @Test
  void aTopicThatIsGoneIsLostAndOneThatIsNotAskedForIsParked() {
    List<KafkaSpan> last = List.of(span(A0, "x", 0, 7, 9), span(B0, "z", 0, 4, 4));
    assertThat(after(BOTH, last, Map.of(A0, log("x", 0, 9)), Map.of()).lost())
        .containsExactly(new LostRange("b", 0, 4, 4, Why.GONE));
    KafkaPlan plan = after(A, last, Map.of(A0, log("x", 0, 9)), Map.of());
    assertThat(plan.lost()).isEmpty();
    assertThat(plan.take(100, Map.of(A0, 9L)).spans())
        .containsExactly(span(B0, "z", 4, 4, 4), span(A0, "x", 7, 9, 9));
  }

  @Test
  void aNewPartitionIsReadFromItsBeginningAndANewTopicFromWhatIsThere() {
    List<KafkaSpan> last = List.of(span(A0, "x", 0, 7, 7));
    KafkaPlan plan =
        after(
            BOTH,
            last,
            Map.of(A0, log("x", 0, 7), A1, log("x", 3, 5), B0, log("z", 90, 99)),
            Map.of());
    assertThat(plan.lost()).containsExactly(new LostRange("a", 1, 0, 3, Why.EXPIRED));
    assertThat(plan.positions()).isEqualTo(Map.of(A0, 7L, A1, 3L, B0, 90L));
  }

  @Test
  void aDrainStopsWhereTheLogsEndedWhenItBegan() {
    KafkaPlan plan =
        after(
            A,
            List.of(span(A0, "x", 0, 7, 9)),
            Map.of(A0, log("x", 0, 12), A1, log("x", 0, 5)),
            Map.of());
    assertThat(plan.available(Map.of(A0, 10L))).isEqualTo(3);
    assertThat(plan.take(100, Map.of(A0, 10L)).spans())
        .containsExactly(span(A0, "x", 7, 10, 12), span(A1, "x", 0, 0, 5));
  }

  @Test
  void sharesAreInProportionAndNeverMoreThanAllowed() {
    assertThat(shares(30, 100, 50, 50)).containsExactly(16L, 7L, 7L);
    assertThat(shares(1, 5, 9, 5)).containsExactly(0L, 1L, 0L);
    assertThat(shares(7, 3, 3, 0)).containsExactly(3L, 3L, 0L);
    assertThat(shares(Long.MAX_VALUE - 1, Long.MAX_VALUE / 2, 1, 1))
        .containsExactly(Long.MAX_VALUE / 2, 1L, 1L);
    assertThat(shares(1L << 40, 1L << 61, 1L << 61, 0)).containsExactly(1L << 39, 1L << 39, 0L);
  }

  private static List<Long> shares(long most, long... sizes) {
    SortedMap<Partition, Long> wanted = new TreeMap<>();
    for (int i = 0; i < sizes.length; i++) {
      wanted.put(new Partition("a", i), sizes[i]);
    }
    return List.copyOf(KafkaPlan.shares(most, wanted).values());
  }

  private static KafkaPlan after(
      Topics topics,
      List<KafkaSpan> last,
      Map<Partition, PartitionLog> logs,
      Map<Partition, Long> ends) {
    return KafkaPlan.after(new KafkaOffset(last, List.of()), topics, sorted(logs), ends);
  }

  private static SortedMap<Partition, PartitionLog> sorted(Map<Partition, PartitionLog> logs) {
    return new TreeMap<>(logs);
  }

  private static PartitionLog log(String id, long begin, long end) {
    return new PartitionLog(id, begin, end);
  }

  private static KafkaSpan span(Partition at, String id, long from, long until, long end) {
    return KafkaSpan.of(at, id, from, until, end);
  }
}
