package dev.medallion.source;

import dev.medallion.kafka.Partition;
import dev.medallion.kafka.PartitionLog;
import dev.medallion.kafka.Topics;
import dev.medallion.source.LostRange.Why;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where the next batch begins in each partition, and what was lost before it: the last batch
 * against what the broker holds. Asks nobody.
 *
 * @param logs what the broker holds
 * @param positions the first offset to read, of each partition in {@code logs}
 * @param parked what a topic that is not asked for any more was read up to
 * @param lost what can be read no more
 */
record KafkaPlan(
    SortedMap<Partition, PartitionLog> logs,
    SortedMap<Partition, Long> positions,
    List<KafkaSpan> parked,
    List<LostRange> lost) {

  /** The first batch; what lies before its positions was never asked for. */
  static KafkaPlan begin(
      SortedMap<Partition, PartitionLog> logs, SortedMap<Partition, Long> positions) {
    var plan = new KafkaPlan(logs, new TreeMap<>(), new ArrayList<>(), new ArrayList<>());
    positions.forEach((partition, position) -> plan.goOn(partition, position));
    return plan;
  }

  /**
   * The batch after another.
   *
   * @param topics what is asked for
   * @param ends the last end of each partition that was ever seen, where one is known
   */
  static KafkaPlan after(
      KafkaOffset last,
      Topics topics,
      SortedMap<Partition, PartitionLog> logs,
      Map<Partition, Long> ends) {
    var plan = new KafkaPlan(logs, new TreeMap<>(), new ArrayList<>(), new ArrayList<>());
    SortedMap<Partition, KafkaSpan> known = last.byPartition();
    known.forEach(
        (partition, span) -> {
          if (topics.include(partition.topic())) {
            plan.resume(span, ends.getOrDefault(partition, 0L));
          } else {
            plan.parked.add(span.after(span.until()));
          }
        });
    Set<String> names = last.spans().stream().map(KafkaSpan::topic).collect(Collectors.toSet());
    logs.forEach(
        (partition, log) -> {
          if (!known.containsKey(partition)) {
            // A new partition of a topic that is read began at 0; of a new topic nothing is known.
            plan.goOn(partition, names.contains(partition.topic()) ? 0 : log.begin());
          }
        });
    return plan;
  }

  private void resume(KafkaSpan span, long endSeen) {
    PartitionLog log = logs.get(span.at());
    long end = Math.max(endSeen, Math.max(span.end(), span.until()));
    if (log == null) {
      lost.add(LostRange.of(span.at(), span.until(), end, Why.GONE));
    } else if (!span.id().equals(log.topicId())) {
      beginAgain(span, end, Why.RECREATED);
    } else if (log.end() < span.until() && log.topicId().isEmpty()) {
      beginAgain(span, end, Why.RECREATED);
    } else if (log.end() < span.until()) {
      lost.add(LostRange.of(span.at(), log.end(), span.until(), Why.TRUNCATED));
      positions.put(span.at(), log.end());
    } else {
      goOn(span.at(), span.until());
    }
  }

  private void beginAgain(KafkaSpan span, long end, Why why) {
    lost.add(LostRange.of(span.at(), span.until(), end, why));
    goOn(span.at(), 0);
  }

  private void goOn(Partition partition, long position) {
    long begin = logs.get(partition).begin();
    if (begin > position) {
      lost.add(LostRange.of(partition, position, begin, Why.EXPIRED));
    }
    positions.put(partition, Math.max(position, begin));
  }

  /** How many offsets there are to read. */
  long available(Map<Partition, Long> ends) {
    return sizes(ends).values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The batch of at most so many offsets, shared out by what each partition has.
   *
   * @param ends where to stop in each partition; one that is missing is not read
   */
  KafkaOffset take(long most, Map<Partition, Long> ends) {
    Map<Partition, Long> shares = shares(most, sizes(ends));
    List<KafkaSpan> spans = new ArrayList<>(parked);
    positions.forEach(
        (partition, from) -> {
          PartitionLog log = logs.get(partition);
          long until = from + shares.get(partition);
          spans.add(KafkaSpan.of(partition, log.topicId(), from, until, log.end()));
        });
    return new KafkaOffset(spans, List.copyOf(lost));
  }

  private SortedMap<Partition, Long> sizes(Map<Partition, Long> ends) {
    SortedMap<Partition, Long> sizes = new TreeMap<>();
    positions.forEach(
        (partition, from) -> {
          long end = Math.min(ends.getOrDefault(partition, from), logs.get(partition).end());
          sizes.put(partition, Math.max(0, end - from));
        });
    return sizes;
  }

  /** In proportion, rounded down; what rounding leaves goes to the partitions that have most. */
  static Map<Partition, Long> shares(long most, SortedMap<Partition, Long> sizes) {
    long all = sizes.values().stream().mapToLong(Long::longValue).sum();
    if (all <= most) {
      return sizes;
    }
    Map<Partition, Long> shares = new TreeMap<>();
    sizes.forEach((partition, size) -> shares.put(partition, share(most, size, all)));
    long left = most - shares.values().stream().mapToLong(Long::longValue).sum();
    List<Partition> largest =
        sizes.keySet().stream()
            .sorted(Comparator.comparing((Partition partition) -> -sizes.get(partition)))
            .toList();
    for (int i = 0; left > 0; i = (i + 1) % largest.size()) {
      Partition partition = largest.get(i);
      if (shares.get(partition) < sizes.get(partition)) {
        shares.merge(partition, 1L, Long::sum);
        left--;
      }
    }
    return shares;
  }

  private static long share(long most, long size, long all) {
    return BigInteger.valueOf(most)
        .multiply(BigInteger.valueOf(size))
        .divide(BigInteger.valueOf(all))
        .longValueExact();
  }
}
