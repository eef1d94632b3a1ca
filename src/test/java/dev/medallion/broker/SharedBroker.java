package dev.medallion.broker;

/** Chooses the broker of this JVM, and sees that what was started is stopped. */
final class SharedBroker {
  static final TestBroker BROKER = choose(System.getenv("TEST_KAFKA_BOOTSTRAP_SERVERS"));

  private SharedBroker() {}

  private static TestBroker choose(String bootstrap) {
    if (bootstrap != null) {
      return new ExternalBroker(bootstrap);
    }
    TestBroker broker = BrokerProcess.start();
    Runtime.getRuntime().addShutdownHook(new Thread(broker::stop, "stop broker"));
    return broker;
  }
}
