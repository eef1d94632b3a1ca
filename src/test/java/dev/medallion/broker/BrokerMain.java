package dev.medallion.broker;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Properties;
import java.util.UUID;

/**
 * A Kafka broker and controller in one process, with the JARs of target/kafka as its class path:
 * {@code BrokerMain FOLDER [PORT CONTROLLER_PORT]}. It goes by the server.properties of the folder,
 * which it makes where ports are given, keeps its data in the folder, listens on 127.0.0.1, and
 * ends with the process that holds its standard input open. scripts/demo-kafka starts it from its
 * source, so it names no other class of ours.
 */
public final class BrokerMain {
  private BrokerMain() {}

  public static void main(String[] arguments) throws Exception {
    endWithStandardInput();
    System.setProperty(
        "log4j.configuration", Path.of("src/test/kafka/log4j.properties").toUri().toString());
    Path folder = Path.of(arguments[0]);
    if (arguments.length > 1) {
      int port = Integer.parseInt(arguments[1]);
      write(properties(folder, port, Integer.parseInt(arguments[2])), folder);
    }
    String file = folder.resolve("server.properties").toString();
    if (Files.notExists(folder.resolve("data/meta.properties"))) {
      format(file);
    }
    Class.forName("kafka.Kafka")
        .getMethod("main", String[].class)
        .invoke(null, (Object) new String[] {file});
  }

  static void write(Properties properties, Path folder) throws IOException {
    try (Writer writer = Files.newBufferedWriter(folder.resolve("server.properties"))) {
      properties.store(writer, null);
    }
  }

  /** The least that a broker needs, with one listener that wants no credentials. */
  static Properties properties(Path folder, int port, int controllerPort) {
    Properties properties = new Properties();
    properties.put("node.id", "1");
    properties.put("process.roles", "broker,controller");
    properties.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("log.dirs", folder.resolve("data").toString());
    for (String topic : new String[] {"offsets.topic", "transaction.state.log"}) {
      properties.put(topic + ".replication.factor", "1");
      properties.put(topic + ".num.partitions", "1");
    }
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("auto.create.topics.enable", "false");
    properties.put("message.max.bytes", "16777216");
    // How long a restart after a kill waits for the session of the killed.
    properties.put("broker.session.timeout.ms", "2000");
    properties.put("broker.heartbeat.interval.ms", "500");
    return properties;
  }

  private static void format(String file) throws ReflectiveOperationException {
    String[] command = {"format", "--cluster-id=" + cluster(), "-c", file};
    Object code =
        Class.forName("kafka.tools.StorageTool")
            .getMethod("execute", String[].class, PrintStream.class)
            .invoke(null, command, System.out);
    if (!code.equals(0)) {
      throw new IllegalStateException("kafka.tools.StorageTool ended with exit code " + code);
    }
  }

  private static String cluster() {
    UUID id = UUID.randomUUID();
    ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  private static void endWithStandardInput() {
    Thread watch =
        new Thread(
            () -> {
              try {
                System.in.transferTo(PrintStream.nullOutputStream());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } finally {
                System.exit(0);
              }
            },
            "standard input");
    watch.setDaemon(true);
    watch.start();
  }
}
