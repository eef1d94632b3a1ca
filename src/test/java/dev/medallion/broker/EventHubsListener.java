package dev.medallion.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A listener like that of an Event Hubs namespace: TLS with a certificate for localhost, SASL
 * PLAIN, and one user, whose password is the connection string.
 */
record EventHubsListener(Path folder, int port, String connectionString) {
  private static final String NAME = "EVENTHUBS";
  private static final String PREFIX = "listener.name.eventhubs.";
  private static final String PASSWORD = "not-secret";

  EventHubsListener(Path folder, int port) {
    this(folder, port, connectionString(UUID.randomUUID()));
  }

  /** Makes the certificate. */
  TestBroker.EventHubs prepare() {
    keytool(
        "-genkeypair -alias broker -keyalg EC -validity 3650 -storetype PKCS12"
            + " -dname CN=localhost -ext SAN=dns:localhost,ip:127.0.0.1");
    keytool("-exportcert -alias broker -rfc -file " + trustStore());
    return new TestBroker.EventHubs("localhost:" + port, trustStore(), connectionString);
  }

  /** Adds the listener to the properties of a broker. */
  void addTo(Properties properties) {
    String address = "," + NAME + "://127.0.0.1:" + port;
    properties.merge("listeners", address, EventHubsListener::joined);
    properties.merge(
        "advertised.listeners",
        address.replace("127.0.0.1", "localhost"),
        EventHubsListener::joined);
    properties.merge(
        "listener.security.protocol.map", "," + NAME + ":SASL_SSL", EventHubsListener::joined);
    properties.put("sasl.enabled.mechanisms", "PLAIN");
    properties.put(
        PREFIX + "plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " user_$ConnectionString=\"%s\";".formatted(connectionString));
    properties.put(PREFIX + "ssl.keystore.type", "PKCS12");
    properties.put(PREFIX + "ssl.keystore.location", keyStore().toString());
    properties.put(PREFIX + "ssl.keystore.password", PASSWORD);
  }

  private static Object joined(Object there, Object more) {
    return there + (String) more;
  }

  private Path keyStore() {
    return folder.resolve("broker.p12");
  }

  private Path trustStore() {
    return folder.resolve("broker.pem");
  }

  private void keytool(String options) {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> store =
        List.of("-keystore", keyStore().toString(), "-storepass", PASSWORD, "-keypass", PASSWORD);
    List<String> command =
        Stream.of(Stream.of(keytool), Stream.of(options.split(" ")), store.stream())
            .flatMap(part -> part)
            .toList();
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool " + options + ": " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String connectionString(UUID key) {
    String secret = Base64.getEncoder().encodeToString(key.toString().getBytes(US_ASCII));
    return "Endpoint=sb://localhost/;SharedAccessKeyName=medallion;SharedAccessKey=" + secret;
  }
}
