package dev.medallion.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import dev.medallion.config.Secret;
import dev.medallion.jdbc.FakeSqlServer.Refusal;
import dev.medallion.jdbc.FakeSqlServer.When;
import java.nio.file.Path;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through the driver, up to a server that refuses the login. */
class SqlServerSignInTest {
  private static final Refusal LOGIN =
      new Refusal(18456, "Login failed for user 'x', who said s3cret-t0ken.", When.LOGIN);
  private static final Refusal TOKEN =
      new Refusal(18456, "Login failed for user '<token-identified principal>'.", When.TOKEN);

  @TempDir static Path folder;
  private static Certificates certificates;
  private TokenServer tokens;

  @BeforeAll
  static void certify() {
    certificates = Certificates.in(folder);
  }

  @BeforeEach
  void start() throws Exception {
    tokens = new TokenServer();
  }

  @AfterEach
  void stop() {
    tokens.close();
  }

  @Test
  void tokenReachesTheServerThatAskedForIt() throws Exception {
    tokens.answers(200, "{\"access_token\":\"s3cret-t0ken\",\"expires_in\":3600}");
    try (FakeSqlServer server = new FakeSqlServer(certificates, "valid", TOKEN)) {
      DataSource source = source(server);

      assertThatThrownBy(source::getConnection)
          .hasMessageStartingWith("Login failed for user '<token-identified principal>'.");
      assertThat(server.logins()).hasSize(2).last().asString().endsWith("s3cret-t0ken");
    }
  }

  @Test
  void refusedTokenIsAnErrorOfSql() throws Exception {
    tokens.answers(400, "{\"error\":\"invalid_request\"}");
    try (FakeSqlServer server = new FakeSqlServer(certificates, "valid", TOKEN)) {
      DataSource source = source(server);

      assertThatThrownBy(source::getConnection)
          .isInstanceOf(SQLInvalidAuthorizationSpecException.class)
          .hasMessage(
              "no access token from the managed identity endpoint %s: invalid_request"
                      .formatted(tokens.url())
                  + " (HTTP status 400)");
    }
  }

  @Test
  void givenTokenIsSentAndNeverTold() throws Exception {
    try (FakeSqlServer server = new FakeSqlServer(certificates, "valid", LOGIN)) {
      SignIn signIn =
          new SignIn(Authentication.ACCESS_TOKEN, "", Secret.of(""), Secret.of("s3cret-t0ken"));
      JdbcUrl url = new JdbcUrl(url(server));
      DatabaseSettings settings = new DatabaseSettings(url, signIn, "", 1, Duration.ofSeconds(1));

      assertThatThrownBy(() -> Database.open(settings))
          .isInstanceOf(DatabaseUnavailable.class)
          .hasMessage(
              "database %s cannot be reached: Login failed for user 'x', who said ***"
                  .formatted(url))
          .satisfies(e -> assertThat(Throwables.getStackTrace(e)).doesNotContain("s3cret-t0ken"));
      assertThat(server.logins().get(0)).contains("s3cret-t0ken");
    }
  }

  private DataSource source(FakeSqlServer server) throws Exception {
    SignIn machine = new SignIn(Authentication.MANAGED_IDENTITY, "", Secret.of(""), Secret.of(""));
    TokenEndpoint endpoint =
        new ManagedIdentity(machine, Map.of(), tokens.url(), Duration.ofSeconds(20));
    SQLServerDataSource source = new SQLServerDataSource();
    source.setURL(url(server));
    return SqlServerSource.byTokens(
        source, new EntraTokens(machine, endpoint, new HashMap<>(), Clock.systemUTC()));
  }

  private String url(FakeSqlServer server) throws Exception {
    return "jdbc:sqlserver://localhost:" + server.port() + certificates.trust();
  }
}
