package dev.medallion.source;

import dev.medallion.config.Section;
import java.time.Duration;
import java.util.Optional;

/**
 * How much a batch of records holds.
 *
 * @param most offsets a batch
 * @param least offsets that a batch waits for, unless the source is drained
 * @param longestWait for the least
 * @param minPartitions Spark tasks to read with, at least
 */
record KafkaPace(
    long most, Optional<Long> least, Duration longestWait, Optional<Integer> minPartitions) {

  static KafkaPace from(Section block) {
    long most =
        block.has("max-offsets-per-batch")
            ? block.positiveLong("max-offsets-per-batch")
            : Long.MAX_VALUE;
    Optional<Long> least =
        block.has("min-offsets-per-batch")
            ? Optional.of(block.positiveLong("min-offsets-per-batch"))
            : Optional.empty();
    if (least.orElse(0L) > most) {
      block.problem("min-offsets-per-batch", "is more than max-offsets-per-batch");
    }
    return new KafkaPace(
        most,
        least,
        block.duration("max-wait"),
        block.has("min-partitions")
            ? Optional.of(block.positiveInt("min-partitions"))
            : Optional.empty());
  }
}
