package dev.medallion.broker;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A broker that these tests run: {@link BrokerMain} with the JARs of target/kafka. */
final class BrokerProcess implements TestBroker {
  private static final Path JARS = Path.of("target/kafka");
  private static final Path CLASSES = Path.of("target/test-classes");
  private static final Path DATA = Path.of("target/brokers");
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Path folder;
  private final String bootstrap;
  private final EventHubs eventHubs;
  private final TopicClient topics;
  private Process process;

  private BrokerProcess(Path folder, int port, EventHubs eventHubs) {
    this.folder = folder;
    this.bootstrap = "127.0.0.1:" + port;
    this.eventHubs = eventHubs;
    this.topics = new TopicClient(bootstrap);
  }

  static BrokerProcess start() {
    if (Files.notExists(JARS)) {
      throw new IllegalStateException(JARS + " is missing; src/test/kafka/collect makes it");
    }
    try {
      Path folder = Files.createTempDirectory(Files.createDirectories(DATA).toAbsolutePath(), "");
      List<Integer> ports = freePorts(3);
      var listener = new EventHubsListener(folder, ports.get(2));
      Properties properties = BrokerMain.properties(folder, ports.get(0), ports.get(1));
      listener.addTo(properties);
      BrokerMain.write(properties, folder);
      BrokerProcess broker = new BrokerProcess(folder, ports.get(0), listener.prepare());
      broker.restart();
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String bootstrap() {
    return bootstrap;
  }

  @Override
  public EventHubs eventHubs() {
    return eventHubs;
  }

  @Override
  public TopicClient topics() {
    return topics;
  }

  @Override
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  @Override
  public void restart() {
    try {
      if (process == null || !process.isAlive()) {
        process = launch();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await("a broker that answers at " + bootstrap)
        .atMost(LONGEST)
        .until(() -> topics.hasBroker() || diedInstead());
  }

  @Override
  public void stop() {
    try {
      topics.close();
      process.getOutputStream().close();
      awaitEnd();
      deleteData();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process launch() throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            JARS + "/*" + File.pathSeparator + CLASSES,
            BrokerMain.class.getName(),
            folder.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  private boolean diedInstead() throws IOException {
    if (process.isAlive()) {
      return false;
    }
    throw new AssertionError("the broker ended:\n" + Files.readString(log()));
  }

  private Path log() {
    return folder.resolve("broker.log");
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the broker did not end within " + LONGEST);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void deleteData() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Held together, so that none comes twice. */
  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }
}
