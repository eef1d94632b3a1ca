package dev.medallion.kafka;

/**
 * What a broker holds of a partition.
 *
 * @param topicId the identity of the topic, another one after it was deleted and created again;
 *     empty where the broker has none
 * @param begin the first offset that is still there
 * @param end behind the last offset
 */
public record PartitionLog(String topicId, long begin, long end) {}
