package dev.medallion.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.medallion.kafka.Partition;

/**
 * What a batch reads of a partition.
 *
 * @param id of the topic, empty where the broker has none
 * @param from the first offset
 * @param until behind the last
 * @param end behind the last that was there when the batch was planned
 */
record KafkaSpan(
    @JsonProperty("topic") String topic,
    @JsonProperty("partition") int partition,
    @JsonProperty("id") String id,
    @JsonProperty("from") long from,
    @JsonProperty("until") long until,
    @JsonProperty("end") long end) {

  static KafkaSpan of(Partition at, String id, long from, long until, long end) {
    return new KafkaSpan(at.topic(), at.number(), id, from, until, end);
  }

  Partition at() {
    return new Partition(topic, partition);
  }

  boolean isEmpty() {
    return from >= until;
  }

  /** The same span without what lies before an offset. */
  KafkaSpan after(long offset) {
    return new KafkaSpan(topic, partition, id, Math.min(offset, until), until, end);
  }
}
