package dev.medallion.kafka;

import dev.medallion.config.Secret;
import dev.medallion.config.Section;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event hub of Azure as a topic. The settings are those that <a
 * href="https://learn.microsoft.com/azure/event-hubs/apache-kafka-configurations">Microsoft
 * recommends</a>: Azure closes a connection that was idle for four minutes, so clients must do so
 * earlier.
 *
 * @param name the hub, which is the topic
 * @param connection to its namespace
 */
public record EventHub(String name, Connection connection) {
  private static final Pattern ENDPOINT = Pattern.compile("(?i)Endpoint=sb://([^/;:]+)");
  private static final Pattern ENTITY = Pattern.compile("(?i)EntityPath=([^;]+)");
  private static final int PORT = 9093;

  private static final Map<String, String> RECOMMENDED =
      Map.of(
          "security.protocol", "SASL_SSL",
          "sasl.mechanism", "PLAIN",
          "request.timeout.ms", "60000",
          "session.timeout.ms", "30000",
          "metadata.max.age.ms", "180000",
          "connections.max.idle.ms", "180000");

  /** Reads {@code connection-string}, and {@code namespace} and {@code hub} if it lacks them. */
  public static EventHub from(Section block) {
    String secret = secret(block);
    String hub = named(block, "hub", secret, ENTITY);
    Map<String, String> settings = new HashMap<>(RECOMMENDED);
    settings.put("sasl.jaas.config", login(secret));
    var connection =
        new Connection(
            servers(block, secret),
            Connection.settings(block, settings),
            block.path() + ".connection-string");
    return new EventHub(hub, connection);
  }

  private static String secret(Section block) {
    Optional<Secret> secret = block.optionalSecret("connection-string");
    if (secret.isEmpty()) {
      block.problem("connection-string", "is missing; expected Endpoint=sb://...");
    }
    return secret.map(Secret::reveal).orElse("");
  }

  private static String servers(Section block, String secret) {
    return block
        .optionalString("bootstrap-servers")
        .orElseGet(() -> host(named(block, "namespace", secret, ENDPOINT)) + ":" + PORT);
  }

  /** A namespace is named alone or with its domain. */
  private static String host(String namespace) {
    return namespace.contains(".") ? namespace : namespace + ".servicebus.windows.net";
  }

  private static String named(Section block, String key, String secret, Pattern inSecret) {
    Matcher found = inSecret.matcher(secret);
    Optional<String> stated = block.optionalString(key);
    if (stated.isEmpty() && !found.find()) {
      block.problem(key, "is missing, and the connection string does not name it; add it");
      return "";
    }
    return stated.orElseGet(() -> found.group(1));
  }

  private static String login(String secret) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required"
        + " username=\"$ConnectionString\" password=\"%s\";"
            .formatted(secret.replace("\\", "\\\\").replace("\"", "\\\""));
  }
}
