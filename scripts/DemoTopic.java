import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Makes a topic for scripts/broker-steps.sh, as soon as the broker answers: {@code HOST:PORT TOPIC
 * PARTITIONS}. Started from its source, with the broker's own JARs.
 */
final class DemoTopic {
  private static final String PATIENCE_MILLIS = "30000";

  private DemoTopic() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", arguments[0], "default.api.timeout.ms", PATIENCE_MILLIS);
    try (Admin admin = Admin.create(settings)) {
      var topic = new NewTopic(arguments[1], Integer.parseInt(arguments[2]), (short) 1);
      admin.createTopics(List.of(topic)).all().get();
      System.out.printf("Made topic %s with %s partitions.%n", arguments[1], arguments[2]);
    }
  }
}
