package dev.medallion.broker;

import org.junit.jupiter.api.Assumptions;

/** A broker that others run. A test that needs more than topics is skipped on it. */
final class ExternalBroker implements TestBroker {
  private final String bootstrap;
  private final TopicClient topics;

  ExternalBroker(String bootstrap) {
    this.bootstrap = bootstrap;
    this.topics = new TopicClient(bootstrap);
  }

  @Override
  public String bootstrap() {
    return bootstrap;
  }

  @Override
  public TopicClient topics() {
    return topics;
  }

  @Override
  public EventHubs eventHubs() {
    return Assumptions.abort("the broker of others has no listener like that of Event Hubs");
  }

  @Override
  public void kill() {
    Assumptions.abort("the broker of others is not killed");
  }

  @Override
  public void restart() {
    Assumptions.abort("the broker of others is not restarted");
  }

  @Override
  public void stop() {}
}
