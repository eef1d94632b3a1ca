package dev.medallion.kafka;

import dev.medallion.config.Section;
import java.util.HashMap;
import java.util.Map;

/**
 * How to reach a Kafka cluster.
 *
 * @param servers where to begin, {@code host:port} separated by commas
 * @param settings of Kafka's clients by their own names; they may hold secrets and are never shown
 * @param credentials the path of the option that holds the credentials
 */
public record Connection(String servers, Map<String, String> settings, String credentials) {
  private static final String SERVERS = "bootstrap.servers";

  /** Settings that an option of ours, or the way in which records are read, decides. */
  private static final Map<String, String> TAKEN =
      Map.of(
          SERVERS,
          "is set by bootstrap-servers",
          "auto.offset.reset",
          "is set by start",
          "enable.auto.commit",
          "cannot be set: the checkpoint holds the offsets",
          "key.deserializer",
          "cannot be set: keys are read by key-format",
          "value.deserializer",
          "cannot be set: values are read by format",
          "interceptor.classes",
          "cannot be set: it could change records unseen");

  /** Reads {@code bootstrap-servers} and the settings below {@code kafka}. */
  public static Connection from(Section block) {
    return new Connection(
        block.string("bootstrap-servers"),
        settings(block, Map.of()),
        block.path() + ".kafka.sasl.jaas.config");
  }

  /** The settings below {@code kafka}, above others. */
  static Map<String, String> settings(Section block, Map<String, String> others) {
    Map<String, String> settings = new HashMap<>(others);
    block
        .texts("kafka")
        .forEach(
            (name, value) -> {
              if (TAKEN.containsKey(name)) {
                block.problem("kafka", "kafka." + name + " " + TAKEN.get(name));
              }
              settings.put(name, value);
            });
    return Map.copyOf(settings);
  }

  /** For a client of Kafka's own library. */
  public Map<String, Object> client() {
    Map<String, Object> client = new HashMap<>(settings);
    client.put(SERVERS, servers);
    return client;
  }

  /** For Spark's connector, which may be built with a Kafka library of another name. */
  public Map<String, String> connector() {
    Map<String, String> options = new HashMap<>();
    settings.forEach((name, value) -> options.put("kafka." + name, LoginModule.named(name, value)));
    options.put("kafka." + SERVERS, servers);
    return options;
  }

  @Override
  public String toString() {
    return servers;
  }
}
