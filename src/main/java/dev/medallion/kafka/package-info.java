/**
 * Speaks to Kafka brokers, and to Azure Event Hubs by the same protocol: how to connect, which
 * topics and partitions there are, and from where to where their logs go. Records are read and
 * written elsewhere; nothing here knows of batches.
 */
package dev.medallion.kafka;
