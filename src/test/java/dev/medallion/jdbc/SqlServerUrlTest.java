package dev.medallion.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlServerUrlTest {
  private static final String PRIVATE =
      "; leave it out, and for a private authority name its trust store"
          + " (trustStore, trustStoreType, trustStorePassword)";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:sqlserver://db.example:1433;databaseName=x",
        "jdbc:sqlserver://db.example;encrypt=strict",
        "jdbc:sqlserver://db.example;ENCRYPT={true};trustServerCertificate=FALSE",
        "jdbc:sqlserver://db.example;user={;trustServerCertificate=true};password={a}}b;encrypt=no}",
        "jdbc:sqlserver://db.example;encrypt=false;encrypt=true",
        "jdbc:sqlserver://;trustServerCertificate=true",
        "jdbc:sqlserver://localhost;trustServerCertificate=true;encrypt=optional",
        "jdbc:sqlserver://LOCALHOST\\SQLEXPRESS:1433;trustServerCertificate={true}",
        "jdbc:sqlserver://127.0.0.1:1433;trustServerCertificate=true",
        "jdbc:sqlserver://127.8.9.10;encrypt=no",
        "jdbc:sqlserver://;serverName=::1;trustServerCertificate=true",
        "jdbc:sqlserver://;server=localhost;failoverPartner=127.0.0.2\\I;encrypt=false",
        "jdbc:sqlserver://db.example;authentication=SqlPassword;user=u",
        "jdbc:sqlserver://db.example;authentication=NotSpecified"
      })
  void safeUrlIsTaken(String url) {
    assertThat(new JdbcUrl(url).objection()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "//db.example, db.example",
    "//db.example:1433, db.example",
    "//db.example\\I, db.example",
    "//127.0.0.1.example, 127.0.0.1.example",
    "//127.0.0.1;failoverPartner=mirror.example, mirror.example",
    "//localhost;serverName=db.example, db.example",
    "//;Server={db.example\\I}, db.example",
    "//fe80::1, fe80::1",
    "//user:pw@db.example, user"
  })
  void trustInAnybodyElsewhereIsRefused(String hosts, String host) {
    assertThat(new JdbcUrl("jdbc:sqlserver:" + hosts + ";TrustServerCertificate=True").objection())
        .contains("trustServerCertificate=true would take anybody for " + host + PRIVATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "FALSE", "no", "optional", "{optional}"})
  void readableConnectionElsewhereIsRefused(String encrypt) {
    String bare = encrypt.replace("{", "").replace("}", "");
    assertThat(new JdbcUrl("jdbc:sqlserver://db.example; encrypt = " + encrypt).objection())
        .contains(
            "encrypt="
                + bare
                + " would send what is written to db.example readable for others"
                + PRIVATE);
  }

  @ParameterizedTest
  @CsvSource({
    "ActiveDirectoryManagedIdentity, managed-identity",
    "activeDirectoryMSI, managed-identity",
    "ActiveDirectoryServicePrincipal, service-principal",
    "{ActiveDirectoryDefault}, 'managed-identity, service-principal or access-token'"
  })
  void signInThatNeedsMoreLibrariesIsRefused(String value, String option) {
    String bare = value.replace("{", "").replace("}", "");
    assertThat(new JdbcUrl("jdbc:sqlserver://h;Authentication=" + value).objection())
        .contains(
            "authentication="
                + bare
                + " needs libraries that this program does not have;"
                + " leave it out and set the option authentication = "
                + option);
  }

  @Test
  void tokenInTheUrlIsRefusedAndNotTold() {
    assertThat(new JdbcUrl("jdbc:sqlserver://h;accesstoken=eyJ0").objection())
        .contains("accessToken has no effect here; leave it out and set the option access-token");
  }

  @Test
  void otherAddressesAreRefused() {
    assertThat(new JdbcUrl("jdbc:sqlserver:h;password=hunter2").objection())
        .contains("an address of SQL Server begins with jdbc:sqlserver://");
    assertThat(new JdbcUrl("jdbc:db2://h;password=hunter2").objection())
        .contains(
            "'jdbc:db2://h;password=***' is not a database this program knows;"
                + " it would begin with jdbc:sqlserver: or jdbc:h2:");
    assertThat(new JdbcUrl("jdbc:h2:mem:x;encrypt=false").objection()).isEmpty();
  }
}
