package dev.medallion;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.broker.TestBroker;
import dev.medallion.generate.Mixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A password that came through the environment stays there, whatever is run. */
class SecretsIT {
  private static final String USER = "keeper";
  private static final String SPARK =
      """

      spark {
        "spark.eventLog.enabled" = "true"
        "spark.eventLog.dir" = "%s"
      }
      """;

  @TempDir Path folder;
  private final String password = "Pw-" + UUID.randomUUID();
  private final String wrong = "Wrong-" + UUID.randomUUID();
  private Trial trial;
  private String conf;
  private String url;

  @BeforeEach
  void prepare() throws IOException {
    trial = new Trial(folder);
    url = "jdbc:h2:file:" + trial.lake().resolve("_tracking/kept");
    Path events = Files.createDirectories(folder.resolve("events"));
    String text = Files.readString(Path.of("conf/invoices.conf"));
    conf =
        Files.writeString(folder.resolve("kept.conf"), text + SPARK.formatted(events.toUri()))
            .toString();
    new Delivery(trial).generate("invoices", new Mixture(200, 3, 0.05, 0, 0));
  }

  @Test
  void thePasswordIsFoundNowhere() throws Exception {
    Map<String, String> apart = environment(url, password);
    Map<String, String> inUrl =
        Map.of("TRACKING_URL", url + ";USER=" + USER + ";PASSWORD=" + password);
    assertThat(said(0, apart, "run", "--available-now", "bronze", "silver"))
        .contains("Done. jobs=2 ok=2 failed=0 ");
    assertThat(said(0, apart, "check")).contains("***");
    assertThat(said(0, apart, "status")).contains("bronze (bronze): COMPLETED");
    assertThat(said(0, apart, "status", "--json")).contains("\"COMPLETED\"");
    assertThat(said(3, environment(url, wrong), "run")).contains("cannot be reached");
    assertThat(said(0, inUrl, "check")).contains("***");
    assertThat(said(0, inUrl, "run", "--available-now", "bronze")).contains("Done. jobs=1 ok=1 ");

    var tables = new TrackingTables(url, USER, password);
    assertThat(
            tables.rows("SELECT \"VALUE\" AS text FROM Process_Parameter_Metadata WHERE is_secret"))
        .isNotEmpty()
        .allMatch(row -> row.equals(Map.of("text", "***")));
    assertThat(tables.all().toString())
        .contains("JOB_METADATA", "PARAMETER_CHANGE", "jobs.bronze.source.path")
        .doesNotContain(password, wrong);
    assertThat(holding("SparkListenerEnvironmentUpdate")).hasSize(4);
    assertThat(holding("numOutputRows")).isNotEmpty();
    assertThat(holding(password)).isEmpty();
    assertThat(holding(wrong)).isEmpty();
  }

  /** Through a source and a sink, and while it is refused. */
  @Test
  void aConnectionStringIsFoundNowhere() throws Exception {
    TestBroker broker = TestBroker.shared();
    TestBroker.EventHubs hubs = broker.eventHubs();
    String topic = broker.newTopic("events", 1);
    String notices = broker.newTopic("notices", 1);
    for (int i = 0; i < 5; i++) {
      broker.produce(topic, null, "{\"InvoiceNumber\":\"1\"}".getBytes(ISO_8859_1));
    }
    String hub =
        """
        bootstrap-servers = "%s", connection-string = ${SECRET},
          kafka { ssl.truststore.type = PEM, ssl.truststore.location = "%s" }"""
            .formatted(hubs.bootstrap(), hubs.trustStore());
    conf =
        Files.writeString(
                folder.resolve("hub.conf"),
                """
                pipeline = hub
                lake = "%s"
                jobs.bronze {
                  layer = bronze
                  source { type = event-hubs, hub = "%s", schema = invoices/invoice.ddl, %s }
                  sink { type = delta, table = events }
                }
                jobs.notify {
                  layer = bronze
                  source { type = delta, table = events }
                  sink { type = event-hubs, hub = "%s", %s }
                }
                %s
                """
                    .formatted(
                        trial.lake(),
                        topic,
                        hub,
                        notices,
                        hub,
                        SPARK.formatted(folder.resolve("events").toUri())))
            .toString();
    String secret = hubs.connectionString();
    String refused = "Endpoint=sb://hub.example/;SharedAccessKey=" + wrong;
    assertThat(ran(0, secret, "check", conf)).contains("***");
    assertThat(ran(0, secret, "run", conf, "--available-now"))
        .contains("Done. jobs=2 ok=2 failed=0 batches=2 rows_in=10 rows_out=10 quarantined=0");
    assertThat(broker.consume(notices)).hasSize(5);
    assertThat(ran(1, refused, "run", conf, "--available-now"))
        .contains("refused the credentials; check jobs.bronze.source.connection-string");

    String key = secret.substring(secret.lastIndexOf('=') + 1);
    assertThat(key).hasSizeGreaterThan(8);
    assertThat(holding("SparkListenerSQLExecutionStart")).isNotEmpty();
    assertThat(holding(key)).isEmpty();
    assertThat(holding(wrong)).isEmpty();
  }

  private String ran(int code, String secret, String... arguments) throws InterruptedException {
    try (Child child = Child.start(folder, Map.of("SECRET", secret), List.of(arguments))) {
      assertThat(child.exit()).as(child.output()).isEqualTo(code);
      return child.output();
    }
  }

  private static Map<String, String> environment(String url, String password) {
    return Map.of("TRACKING_URL", url, "TRACKING_USER", USER, "TRACKING_PASSWORD", password);
  }

  private String said(
      int code, Map<String, String> environment, String command, String... arguments)
      throws InterruptedException {
    try (Child child = trial.start(environment, command, conf, arguments)) {
      assertThat(child.exit()).as(child.output()).isEqualTo(code);
      return child.output();
    }
  }

  /** The files of the trial with a text in them: logs, checkpoints, tables, what was printed. */
  private List<Path> holding(String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).isNotEmpty();
      return all.stream().filter(file -> holds(file, text)).toList();
    }
  }

  private static boolean holds(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
