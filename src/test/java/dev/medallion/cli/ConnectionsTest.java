package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.cli.Lakehouse.Ended;
import dev.medallion.jdbc.Certificates;
import dev.medallion.jdbc.FakeSqlServer;
import dev.medallion.jdbc.FakeSqlServer.Refusal;
import dev.medallion.jdbc.FakeSqlServer.When;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tracking database that cannot be had is one sentence and exit 3, with no secret anywhere. */
class ConnectionsTest {
  private static final String SECRET = "hunter2-Secret";
  private static final Refusal NONE = new Refusal(18456, "not reached", When.LOGIN);

  @TempDir static Path keys;
  private static Certificates certificates;
  @TempDir Path folder;

  @BeforeAll
  static void certify() {
    certificates = Certificates.in(keys);
  }

  @Test
  void unknownHost() {
    refused(
        "//nowhere.invalid:1433;databaseName=x",
        "host nowhere.invalid is not known; check the URL");
  }

  @Test
  void nobodyListens() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }

    refused(
        "//127.0.0.1:" + port + ";databaseName=x",
        "nobody listens at 127.0.0.1, port "
            + port
            + "; check the URL, the server and its firewall");
  }

  @Test
  void expiredCertificate() throws Exception {
    refused(
        "expired",
        NONE,
        certificates.trust(),
        "the server's certificate expired " + certificates.certificate("expired").getNotAfter());
  }

  @Test
  void certificateOfAnUnknownAuthority() throws Exception {
    refused(
        "valid",
        NONE,
        "",
        "the server's certificate is of an authority that is not trusted here; name a trust store"
            + " that has it (trustStore, trustStoreType and trustStorePassword in the URL)");
  }

  @Test
  void certificateForAnotherHost() throws Exception {
    refused(
        "other",
        NONE,
        certificates.trust(),
        "the server's certificate is not for localhost but for db.example.org;"
            + " use its name in the URL, or hostNameInCertificate");
  }

  @Test
  void wrongPassword() throws Exception {
    Refusal login =
        new Refusal(18456, "Login failed for user 'keeper' with " + SECRET + ".", When.LOGIN);

    refused("valid", login, certificates.trust(), "Login failed for user 'keeper' with ***");
  }

  @Test
  void wrongDatabase() throws Exception {
    Refusal database =
        new Refusal(
            4060,
            "Cannot open database \"x\" requested by the login. The login failed.",
            When.LOGIN);

    refused(
        "valid",
        database,
        certificates.trust(),
        "Cannot open database \"x\" requested by the login");
  }

  @Test
  void missingRight() throws Exception {
    Refusal right =
        new Refusal(
            229,
            "The SELECT permission was denied on the object 'Job_Metadata', database 'x',"
                + " schema 'dbo'.",
            When.STATEMENT);

    refused(
        "valid",
        right,
        certificates.trust(),
        "The SELECT permission was denied on the object 'Job_Metadata', database 'x',"
            + " schema 'dbo'");
  }

  /** In a process of its own, whose logs are seen. */
  @Test
  void nothingElseIsSaid() throws Exception {
    Refusal login =
        new Refusal(18456, "Login failed for user 'keeper' with " + SECRET + ".", When.LOGIN);
    try (FakeSqlServer server = new FakeSqlServer(certificates, "valid", login)) {
      String address = "//localhost:" + server.port() + ";databaseName=x" + certificates.trust();
      configure(address + ";password=" + SECRET, "");

      assertThat(said(3))
          .endsWith(": Login failed for user 'keeper' with ***" + System.lineSeparator())
          .hasLineCount(1);
    }
  }

  @Test
  void trustInAnybodyIsAMistakeInTheConfiguration() {
    configure("//db.example;trustServerCertificate=true;password=" + SECRET, "");

    Ended ended = Lakehouse.execute("status", conf());

    assertThat(ended.err())
        .isEqualTo(
            folder.resolve("x.conf")
                + ": 9: tracking.url: trustServerCertificate=true would take anybody for"
                + " db.example; leave it out, and for a private authority name its trust store"
                + " (trustStore, trustStoreType, trustStorePassword)"
                + System.lineSeparator());
    assertThat(ended.code()).isEqualTo(2);
  }

  private void refused(String name, Refusal refusal, String trust, String reason) throws Exception {
    try (FakeSqlServer server = new FakeSqlServer(certificates, name, refusal)) {
      refused("//localhost:" + server.port() + ";databaseName=x" + trust, reason);
    }
  }

  /** Wherever the password is. */
  private void refused(String address, String reason) {
    refused(address, ";password=" + SECRET, "", reason);
    refused(address, "", "password = " + SECRET, reason);
  }

  private void refused(String address, String inUrl, String option, String reason) {
    configure(address + inUrl, option);

    Ended ended = Lakehouse.execute("status", conf());

    assertThat(ended.err())
        .startsWith("tracking database jdbc:sqlserver:" + address.split(";", 2)[0])
        .endsWith(": " + reason + System.lineSeparator())
        .hasLineCount(1)
        .doesNotContain(SECRET);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.code()).isEqualTo(3);
  }

  private String conf() {
    return folder.resolve("x.conf").toString();
  }

  private void configure(String address, String option) {
    new Sketch(folder)
        .conf(
            """
            jobs.a {
              layer = bronze
              source { type = json, path = "%%s/landing", schema = invoices/invoice.ddl }
              sink { type = delta, table = a }
            }
            tracking {
              url = "jdbc:sqlserver:%s", user = keeper, connect-timeout = 1 second
              %s
            }
            """
                .formatted(address, option));
  }

  /** All that a process says, with its logs. */
  private String said(int code) throws Exception {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Dlog4j2.configurationFile=medallion-log4j2.properties",
                "-cp",
                System.getProperty("java.class.path"),
                Medallion.class.getName(),
                "status",
                conf())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor()).isEqualTo(code);
    return Files.readString(output);
  }
}
