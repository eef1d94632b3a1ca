package dev.medallion.decode;

import static dev.medallion.decode.Encoded.confluent;
import static dev.medallion.decode.Encoded.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.config.Secret;
import dev.medallion.decode.Registry.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records whose schema a registry knows, and registries that do not say. */
class SchemaRegistryTest {
  private static final String PATH = "jobs.bronze.source.schema-registry";
  private static final Schema FIRST =
      Encoded.schema("Sale", field("id", "int"), field("old", "string"), field("price", "float"));
  private static final Schema SECOND =
      Encoded.schema(
          "Sale", field("price", "double"), field("id", "long"), field("shop", "string"));
  private static final Schema READER =
      Encoded.schema(
          "Sale",
          field("id", "long"),
          field("price", "double"),
          "{\"name\":\"shop\",\"type\":\"string\",\"default\":\"none\"}");

  private final Object[] target = new Object[3];
  private Registry registry;

  @BeforeEach
  void open() throws IOException {
    registry = new Registry();
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void recordsOfEveryVersionAreReadInTheColumnsOfOne() {
    registry.has(1, FIRST).has(2, SECOND);
    AvroDecoder decoder = decoder("", "");
    assertThat(decode(decoder, confluent(1, record(FIRST, 5, "gone", 1.5f)))).isEmpty();
    assertThat(Arrays.toString(target)).isEqualTo("[5, 1.5, none]");
    assertThat(decode(decoder, confluent(2, record(SECOND, 2.5, 6L, "Kochi")))).isEmpty();
    assertThat(Arrays.toString(target)).isEqualTo("[6, 2.5, Kochi]");
  }

  @Test
  void aNumberIsAskedForOnce() {
    registry.has(1, FIRST);
    for (int i = 0; i < 3; i++) {
      assertThat(decode(decoder("", ""), confluent(1, record(FIRST, 5, "", 1f)))).isEmpty();
    }
    assertThat(registry.asked()).containsExactly("/schemas/ids/1 null");
  }

  @Test
  void userAndPasswordComeAlong() {
    registry.has(1, FIRST);
    assertThat(decode(decoder("me", "p:w"), confluent(1, record(FIRST, 5, "", 1f)))).isEmpty();
    assertThat(registry.asked()).containsExactly("/schemas/ids/1 Basic bWU6cDp3");
  }

  @Test
  void anUnknownNumberMakesTheRecordMalformed() {
    registry.has(1, FIRST);
    byte[] bytes = confluent(9, record(FIRST, 5, "", 1f));
    assertThat(decode(decoder("", ""), bytes))
        .containsExactly("schema 9 is not known to the schema registry");
    assertThat(target).containsOnlyNulls();
    assertThat(decode(decoder("", ""), confluent(-2, record(FIRST, 5, "", 1f))))
        .containsExactly("schema 4294967294 is no number of a schema registry");
    assertThat(registry.asked()).containsExactly("/schemas/ids/9 null");
  }

  @Test
  void aSchemaThatDoesNotFitMakesTheRecordMalformed() {
    Schema other = Encoded.schema("Sale", field("id", "string"), field("price", "double"));
    Schema less = Encoded.schema("Sale", field("id", "long"));
    registry.has(3, other).has(4, less);
    assertThat(decode(decoder("", ""), confluent(3, record(other, "x", 1.0))))
        .containsExactly("does not fit the schema: Found string, expecting long");
    assertThat(decode(decoder("", ""), confluent(4, record(less, 1L))))
        .containsExactly(
            "does not fit the schema: Found Sale, expecting Sale, missing required field price");
  }

  @Test
  void whatIsNoAvroSchemaMakesTheRecordMalformed() {
    registry
        .answers(5, new Answer(200, "{\"schema\":\"{}\",\"schemaType\":\"JSON\"}"))
        .answers(6, new Answer(200, "{\"schema\":\"\\\"x\\\"\",\"references\":[{\"name\":\"x\"}]}"))
        .answers(7, new Answer(200, "{\"schema\":\"\\\"x\\\"\"}"));
    assertThat(decode(decoder("", ""), confluent(5, record(FIRST, 5, "", 1f))))
        .containsExactly("schema 5 is of the type JSON, not AVRO");
    assertThat(decode(decoder("", ""), confluent(6, record(FIRST, 5, "", 1f))))
        .containsExactly("schema 6 refers to other schemas, which are not fetched");
    assertThat(decode(decoder("", ""), confluent(7, record(FIRST, 5, "", 1f))))
        .containsExactly("schema 7 cannot be read: Undefined name: \"x\"");
  }

  @Test
  void refusedCredentialsFailAtOnceAndAreNotTold() {
    for (int status : List.of(401, 403)) {
      registry.answers(status, new Answer(status, "{\"error_code\":40101}"));
      assertThatThrownBy(() -> decode(decoder("me", "hidden-word"), confluent(status, sale())))
          .isInstanceOf(RegistryUnavailable.class)
          .hasMessage(
              "the schema registry %s refuses the user or password (HTTP status %d); check"
                      .formatted(registry.url(), status)
                  + " jobs.bronze.source.schema-registry.user and"
                  + " jobs.bronze.source.schema-registry.password")
          .satisfies(e -> assertThat(trace(e)).doesNotContain("hidden-word"));
    }
    assertThat(registry.asked()).hasSize(2);
  }

  @Test
  void whatIsNoRegistryFailsAtOnce() {
    registry
        .answers(1, new Answer(404, "<html>no such page</html>"))
        .answers(2, new Answer(200, "hello"))
        .answers(3, new Answer(302, ""));
    for (int id = 1; id <= 3; id++) {
      byte[] bytes = confluent(id, sale());
      assertThatThrownBy(() -> decode(decoder("", ""), bytes))
          .hasMessage(
              "%s does not answer as a schema registry (HTTP status %d); check %s.url"
                  .formatted(registry.url(), List.of(404, 200, 302).get(id(bytes) - 1), PATH));
    }
  }

  @Test
  void aRegistryInTroubleIsAskedAgain() {
    registry.answers(1, new Answer(503, ""));
    assertThatThrownBy(() -> decode(decoder("", ""), confluent(1, sale())))
        .hasMessage(
            ("the schema registry %s cannot be asked: HTTP status 503 for 1000 ms; check %s.url, or"
                    + " set %s.patience")
                .formatted(registry.url(), PATH, PATH));
    assertThat(registry.asked()).hasSizeBetween(2, 4);
    registry.has(1, FIRST);
    assertThat(decode(decoder("", ""), confluent(1, sale()))).isEmpty();
  }

  @Test
  void aRegistryThatIsAwayIsWaitedFor() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    AvroDecoder away = decoder("http://127.0.0.1:" + port, "", "");
    assertThatThrownBy(() -> decode(away, confluent(1, sale())))
        .isInstanceOf(RegistryUnavailable.class)
        .hasNoCause()
        .hasMessage(
            ("the schema registry http://127.0.0.1:%d cannot be asked: no connection for 1000 ms;"
                    + " check %s.url, or set %s.patience")
                .formatted(port, PATH, PATH));
  }

  @Test
  void aRegistryThatNeverAnswersIsNotWaitedForForEver() throws IOException {
    try (var mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      AvroDecoder waits = decoder("http://127.0.0.1:" + mute.getLocalPort(), "", "");
      assertThatThrownBy(() -> decode(waits, confluent(1, sale())))
          .isInstanceOf(RegistryUnavailable.class)
          .hasMessageContaining("cannot be asked: no answer for 1000 ms");
    }
  }

  private static org.apache.avro.generic.GenericRecord sale() {
    return record(FIRST, 5, "", 1f);
  }

  private static int id(byte[] bytes) {
    return bytes[4];
  }

  private static String field(String name, String type) {
    return "{\"name\":\"%s\",\"type\":\"%s\"}".formatted(name, type);
  }

  private AvroDecoder decoder(String user, String password) {
    return decoder(registry.url(), user, password);
  }

  private static AvroDecoder decoder(String url, String user, String password) {
    var settings =
        new RegistrySettings(url, user, Secret.of(password), Duration.ofSeconds(1), PATH);
    return new AvroDecoder(READER.toString(), WireFormat.AUTO, settings);
  }

  private static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  private List<String> decode(AvroDecoder decoder, byte[] bytes) {
    Arrays.fill(target, "old");
    return decoder.decode(bytes, 0, bytes.length, target);
  }
}
