package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.config.ConfigFile;
import dev.medallion.config.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackingSettingsTest {
  @TempDir Path conf;
  private static final Duration LEASE = Duration.ofSeconds(30);

  @Test
  void localLakeKeepsItsOwnStore() {
    TrackingSettings settings = settings("", "some/lake");

    assertThat(settings.url())
        .isEqualTo("jdbc:h2:file:" + Path.of("some/lake/_tracking/medallion").toAbsolutePath());
    assertThat(settings.store()).isEqualTo(TrackingSettings.Store.JDBC);
    assertThat(settings.lease()).isEqualTo(LEASE);
    assertThat(settings.user()).isEmpty();
    assertThat(settings.password().reveal()).isEmpty();
  }

  @Test
  void fileUriIsALocalLake() {
    String url = "jdbc:h2:file:/data/lake/_tracking/medallion";

    assertThat(settings("", "file:///data/lake").url()).isEqualTo(url);
    assertThat(settings("", "file:/data/lake/").url()).isEqualTo(url);
  }

  @Test
  void remoteLakeMustNameAStore() {
    assertThat(problems("", "abfss://lake@account.dfs.core.windows.net/"))
        .containsExactly(
            "tracking.url: a lake that is not on this machine keeps no tracking store of its own;"
                + " set tracking.url to a jdbc:sqlserver: address");
  }

  @Test
  void remoteLakeWithoutTrackingNeedsNone() {
    assertThat(settings("store = none", "s3a://lake").url()).isEmpty();
    assertThat(problems("store = none", "s3a://lake")).isEmpty();
  }

  @Test
  void wrongValuesAreProblems() {
    String block =
        """
        url = "jdbc:postgresql://h/x;password=hunter2", schema = "a b", lease = 10 ms
        connect-timeout = 20 ms""";

    assertThat(problems(block, "lake"))
        .containsExactly(
            "tracking.url: 'jdbc:postgresql://h/x' is not a database this program knows;"
                + " it would begin with jdbc:sqlserver: or jdbc:h2:",
            "tracking.schema: 'a b' is not a plain name; use letters, digits and _ only",
            "tracking.lease: 10 ms is too short; 1 second is the least",
            "tracking.connect-timeout: 20 ms is too short; 1 second is the least");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keep = 1 day|",
        "keep = 3 hours|keep: 3 hours is too short; 1 day is the least",
        "keep = 40000 days|keep: 40000 days is too long; 10000 days is the most",
        "lease = 2 days|lease: 48 hours is too long; 1 day is the most",
        "ledger = true|ledger: only SQL Server 2022 and Azure SQL have ledger tables"
      })
  void timesAndLedgerHaveTheirBounds(String options, String problem) {
    assertThat(problems(options, "lake"))
        .isEqualTo(problem == null ? List.of() : List.of("tracking." + problem));
  }

  @Test
  void ledgerIsForSqlServer() {
    assertThat(problems("url = \"jdbc:sqlserver://h\", ledger = true", "lake")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "authentication = managed-identity|",
        "authentication = managed-identity, user = client|",
        "authentication = service-principal, user = app, password = p|",
        "authentication = access-token, access-token = t|",
        "authentication = access-token|access-token: is missing;"
            + " authentication = access-token needs a token for the database",
        "authentication = access-token, access-token = t, user = u"
            + "|user: is not for authentication = access-token; leave it out",
        "authentication = access-token, access-token = t, password = p"
            + "|password: is not for authentication = access-token; leave it out",
        "access-token = t|access-token: is not for authentication = password; leave it out",
        "authentication = service-principal, password = p|user: is missing;"
            + " authentication = service-principal needs the client id of the application",
        "authentication = service-principal, user = app|password: is missing;"
            + " authentication = service-principal needs its client secret",
        "authentication = managed-identity, password = p"
            + "|password: is not for authentication = managed-identity; leave it out",
        "authentication = managed-identity, access-token = t"
            + "|access-token: is not for authentication = managed-identity; leave it out",
        "authentication = kerberos|authentication: expected one of password, managed-identity,"
            + " service-principal, access-token; found \"kerberos\""
      })
  void signInFitsTogether(String options, String problem) {
    assertThat(problems("url = \"jdbc:sqlserver://h\", " + options, "lake"))
        .isEqualTo(problem == null ? List.of() : List.of("tracking." + problem));
  }

  @Test
  void signInFitsItsDatabase() {
    assertThat(problems("authentication = managed-identity", "lake"))
        .containsExactly(
            "tracking.authentication: managed-identity is for SQL Server and Azure SQL;"
                + " H2 knows password alone");
    assertThat(
            problems(
                "authentication = managed-identity, url = \"jdbc:sqlserver://h;userName=u\"",
                "lake"))
        .containsExactly(
            "tracking.url: userName is not for authentication = managed-identity; leave it out");
  }

  @Test
  void connectionIsVerifiedBeyondThisHost() {
    assertThat(
            problems(
                "url = \"jdbc:sqlserver://db;password=hunter2;trustServerCertificate=true\"",
                "lake"))
        .containsExactly(
            "tracking.url: trustServerCertificate=true would take anybody for db; leave it out,"
                + " and for a private authority name its trust store"
                + " (trustStore, trustStoreType, trustStorePassword)");
  }

  @Test
  void passwordInTheUrlIsMovedOutOfIt() {
    TrackingSettings settings =
        Stores.at("jdbc:sqlserver://h;user=u;password={a;b}}c};encrypt=true", "", "", "", LEASE);

    assertThat(settings.url()).isEqualTo("jdbc:sqlserver://h;user=u;encrypt=true");
    assertThat(settings.password().reveal()).isEqualTo("a;b}c");
    assertThat(settings)
        .hasToString("TrackingSettings[JDBC jdbc:sqlserver://h;user=u;encrypt=true, user=]");
  }

  @Test
  void unreachableServerIsOneSentence() {
    TrackingSettings settings =
        Stores.at(
            "jdbc:sqlserver://127.0.0.1:1;databaseName=x;password=hunter2", "sa", "", "", LEASE);

    assertThatThrownBy(() -> TrackingStore.open(Stores.impatient(settings)))
        .isInstanceOf(TrackingUnavailable.class)
        .hasMessage(
            "tracking database jdbc:sqlserver://127.0.0.1:1;databaseName=x cannot be reached:"
                + " nobody listens at 127.0.0.1, port 1; check the URL, the server and its firewall");
  }

  @Test
  void folderThatCannotBeMadeIsOneSentence() {
    String url = "jdbc:h2:file:/proc/lake/_tracking/medallion";

    assertThatThrownBy(
            () -> TrackingStore.open(Stores.impatient(Stores.at(url, "", "", "", LEASE))))
        .isInstanceOf(TrackingUnavailable.class)
        .hasMessage(
            "tracking database "
                + url
                + " cannot be reached: Error while creating file \"/proc/lake\" [90062-252]");
  }

  @Test
  void wrongPasswordIsNotTold(@TempDir Path folder) {
    String url = "jdbc:h2:file:" + folder.resolve("m");
    TrackingStore.open(Stores.at(url, "u", "right", "", LEASE)).close();

    assertThatThrownBy(
            () ->
                TrackingStore.open(
                    Stores.impatient(Stores.at(url + ";PASSWORD=hunter2", "u", "", "", LEASE))))
        .isInstanceOf(TrackingUnavailable.class)
        .hasMessage(
            "tracking database "
                + url
                + " cannot be reached: Wrong user name or password [28000-252]")
        .satisfies(e -> assertThat(Throwables.getStackTrace(e)).doesNotContain("hunter2"));
  }

  @Test
  void noTrackingRecordsNothing() {
    try (TrackingStore store = TrackingStore.open(settings("store = none", "s3a://lake"))) {
      assertThat(store.history("p", 1)).isEmpty();
      assertThat(store.completedBatches("c")).isZero();
    }
  }

  private TrackingSettings settings(String block, String lake) {
    return TrackingSettings.from(file(block).root().section("tracking"), lake);
  }

  private List<String> problems(String block, String lake) {
    ConfigFile file = file(block);
    TrackingSettings.from(file.root().section("tracking"), lake);
    try {
      file.verify();
      return List.of();
    } catch (ConfigurationException wrong) {
      return wrong.problems().stream().map(p -> p.path() + ": " + p.message()).toList();
    }
  }

  private ConfigFile file(String block) {
    try {
      Path file = Files.writeString(conf.resolve("x.conf"), "tracking {\n" + block + "\n}");
      return ConfigFile.load(file, Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
