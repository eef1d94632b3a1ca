package dev.medallion.source;

import dev.medallion.kafka.Partition;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Records of a partition that are gone before they were read.
 *
 * @param from the first offset that is lost
 * @param until behind the last; the same as {@code from} where no record is known to be lost
 * @param why what happened
 */
public record LostRange(String topic, int partition, long from, long until, Why why) {
  /** What happened to the records. */
  public enum Why {
    /** The broker has deleted them, by age, size or on request. */
    EXPIRED("expired or were deleted"),
    /** The topic was deleted and created again. */
    RECREATED("were in the topic before it was deleted and created again"),
    /** The topic, or the partition of it, is gone. */
    GONE("were in the topic, which is gone"),
    /** The log ends before the offset that was read last. */
    TRUNCATED("were at the end of the log, which is shorter now");

    private final String text;

    Why(String text) {
      this.text = text;
    }
  }

  static LostRange of(Partition partition, long from, long until, Why why) {
    return new LostRange(partition.topic(), partition.number(), from, until, why);
  }

  /** The same for the same loss, also in a later run. */
  public UUID id() {
    return UUID.nameUUIDFromBytes(toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The partition, as Kafka's tools write it. */
  public String entity() {
    return new Partition(topic, partition).toString();
  }

  /** A whole sentence without its full stop. */
  public String sentence() {
    return from == until
        ? "topic %s, partition %d: no record is known to be lost; it was read up to offset %d, where it ended when it was last seen, and the records %s"
            .formatted(topic, partition, from, why.text)
        : "topic %s, partition %d: offsets %d to %d (%d records at most) %s"
            .formatted(topic, partition, from, until - 1, until - from, why.text);
  }
}
