package dev.medallion.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.config.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcUrlTest {
  private static final String SHARED =
      ";LOCK_TIMEOUT=10000;NETWORK_TIMEOUT=45000;TIME ZONE=UTC;NON_KEYWORDS=VALUE";

  @Test
  void secretsAreMasked() {
    assertThat(
            JdbcUrl.mask(
                "to jdbc:sqlserver://h;user=u;PassWord = {a;b}; accessToken=xyz;"
                    + "trustStorePassword=q failed"))
        .isEqualTo(
            "to jdbc:sqlserver://h;user=u;PassWord =***; accessToken=***;"
                + "trustStorePassword=*** failed");
  }

  @Test
  void passwordIsFoundAndRemoved() {
    JdbcUrl url = new JdbcUrl("jdbc:h2:file:/x;PASSWORD=p;MODE=MSSQLServer");

    assertThat(url.password()).contains(Secret.of("p"));
    assertThat(url.withoutPassword().text()).isEqualTo("jdbc:h2:file:/x;MODE=MSSQLServer");
    assertThat(url).hasToString("jdbc:h2:file:/x;PASSWORD=***;MODE=MSSQLServer");
  }

  @Test
  void passwordMayHaveBlanksAndStandTwice() {
    JdbcUrl url = new JdbcUrl("jdbc:sqlserver://h;password=no;Password = a b c ;user=u");

    assertThat(url.password()).contains(Secret.of("a b c"));
    assertThat(url.withoutPassword().text()).isEqualTo("jdbc:sqlserver://h;user=u");
    assertThat(new JdbcUrl("jdbc:sqlserver://h;trustStorePassword=a b;user=u"))
        .hasToString("jdbc:sqlserver://h;trustStorePassword=***;user=u");
  }

  @Test
  void fileOfH2IsSharedAndWrittenAtOnce() {
    assertThat(H2Source.complete(new JdbcUrl("jdbc:h2:file:/x")).text())
        .isEqualTo("jdbc:h2:file:/x;AUTO_SERVER=TRUE;WRITE_DELAY=0;TRACE_LEVEL_FILE=0" + SHARED);
    assertThat(H2Source.complete(new JdbcUrl("jdbc:h2:./x;auto_server=FALSE;")).text())
        .isEqualTo("jdbc:h2:./x;auto_server=FALSE;WRITE_DELAY=0;TRACE_LEVEL_FILE=0" + SHARED);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:h2:file:lake/loans, jdbc:h2:file:./lake/loans",
    "JDBC:H2:FILE:loans, JDBC:H2:FILE:./loans",
    "jdbc:h2:file:./loans, jdbc:h2:file:./loans",
    "jdbc:h2:file:../loans, jdbc:h2:file:../loans",
    "jdbc:h2:file:~/loans, jdbc:h2:file:~/loans",
    "jdbc:h2:file:/lake/loans, jdbc:h2:file:/lake/loans",
    "jdbc:h2:file:C:/loans, jdbc:h2:file:C:/loans",
    "jdbc:h2:file:nio:/loans, jdbc:h2:file:nio:/loans",
    "jdbc:h2:loans, jdbc:h2:loans"
  })
  void fileOfH2IsFoundFromTheWorkingFolder(String written, String opened) {
    assertThat(H2Source.complete(new JdbcUrl(written)).text()).startsWith(opened + ";AUTO_SERVER");
  }

  @Test
  void memoryOfH2IsNotShared() {
    assertThat(H2Source.complete(new JdbcUrl("jdbc:h2:mem:x")).text())
        .isEqualTo("jdbc:h2:mem:x" + SHARED);
  }

  @Test
  void sqlServerNeverWaitsForEver() {
    DatabaseSettings settings =
        new DatabaseSettings(
            new JdbcUrl("jdbc:sqlserver://h:1433;databaseName=x;encrypt=strict"),
            "u",
            Secret.of("p"),
            "",
            4,
            Duration.ofSeconds(10));

    assertThat(SqlServerSource.complete(settings).text())
        .isEqualTo(
            "jdbc:sqlserver://h:1433;databaseName=x;encrypt=strict;trustServerCertificate=false;"
                + "applicationName=medallion;sendStringParametersAsUnicode=true;loginTimeout=10;"
                + "lockTimeout=10000;queryTimeout=30;cancelQueryTimeout=5;socketTimeout=45000;"
                + "connectRetryCount=0");
  }
}
