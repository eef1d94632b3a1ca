/**
 * A real Kafka broker for the tests, in a process of its own: {@link
 * dev.medallion.broker.TestBroker}.
 */
package dev.medallion.broker;
