package dev.medallion.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.sqlserver.jdbc.SqlAuthenticationToken;
import dev.medallion.config.Secret;
import java.io.IOException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntraTokensTest {
  private static final String DATABASE = "https://database.windows.net/";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final SignIn MACHINE = identity("");
  private static final SignIn APP =
      new SignIn(Authentication.SERVICE_PRINCIPAL, "app&1", Secret.of("hunter2+/="), Secret.of(""));

  private TokenServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void machineAsksItsMetadataService() {
    server.answers(200, "{\"access_token\":\"t1\",\"expires_in\":\"3599\"}");

    assertThat(ask(tokens(MACHINE, machine(MACHINE)))).isEqualTo("t1");
    assertThat(server.asked())
        .containsExactly(
            "GET\n/metadata?api-version=2018-02-01&resource=https%3A%2F%2Fdatabase.windows.net%2F"
                + "\nMetadata: true");
  }

  @Test
  void oneOfSeveralIdentitiesIsNamed() {
    SignIn named = identity("client 1");
    server.answers(200, "{\"access_token\":\"t1\",\"expires_in\":\"3599\"}");

    assertThat(ask(tokens(named, machine(named)))).isEqualTo("t1");
    assertThat(server.asked())
        .containsExactly(
            "GET\n/metadata?api-version=2018-02-01&resource=https%3A%2F%2Fdatabase.windows.net%2F"
                + "&client_id=client+1\nMetadata: true");
  }

  @Test
  void appAsksTheEndpointOfItsEnvironment() {
    Map<String, String> environment =
        Map.of("IDENTITY_ENDPOINT", server.url() + "/msi/token", "IDENTITY_HEADER", "h1");
    long expiry = Instant.now().plusSeconds(3600).getEpochSecond();
    server.answers(200, "{\"access_token\":\"t1\",\"expires_on\":\"" + expiry + "\"}");
    EntraTokens tokens =
        tokens(MACHINE, new ManagedIdentity(MACHINE, environment, "http://nowhere", PATIENCE));

    assertThat(tokens.getAccessToken(DATABASE, server.url()).getExpiresOn())
        .isEqualTo(Instant.ofEpochSecond(expiry));
    assertThat(server.asked())
        .containsExactly(
            "GET\n/msi/token?api-version=2019-08-01"
                + "&resource=https%3A%2F%2Fdatabase.windows.net%2F\nX-IDENTITY-HEADER: h1");
  }

  @Test
  void applicationShowsItsSecretInTheBody() {
    server.answers(200, "{\"token_type\":\"Bearer\",\"access_token\":\"t1\",\"expires_in\":3599}");

    assertThat(ask(tokens(APP, principal(APP)))).isEqualTo("t1");
    assertThat(server.asked())
        .containsExactly(
            "POST\n/tenant/oauth2/v2.0/token\nContent-Type: application/x-www-form-urlencoded\n"
                + "grant_type=client_credentials&client_id=app%261&client_secret=hunter2%2B%2F%3D"
                + "&scope=https%3A%2F%2Fdatabase.windows.net%2F%2F.default");
  }

  @Test
  void tokenIsKeptUntilShortlyBeforeItExpires() {
    Instant start = Instant.now();
    Map<EntraTokens.Holder, SqlAuthenticationToken> kept = new HashMap<>();
    server.answers(200, "{\"access_token\":\"t1\",\"expires_in\":3600}");
    server.answers(200, "{\"access_token\":\"t2\",\"expires_in\":3600}");

    assertThat(ask(at(start, kept))).isEqualTo("t1");
    assertThat(ask(at(start.plusSeconds(3600 - 330), kept))).isEqualTo("t1");
    assertThat(ask(at(start.plusSeconds(3600 - 270), kept))).isEqualTo("t2");
    assertThat(server.asked()).hasSize(2);
  }

  private EntraTokens at(Instant now, Map<EntraTokens.Holder, SqlAuthenticationToken> kept) {
    return new EntraTokens(APP, principal(APP), kept, Clock.fixed(now, ZoneOffset.UTC));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "401|{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client"
            + " secret hunter2+/=.\"}|AADSTS7000215 (invalid_client)",
        "400|{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}"
            + "|invalid_request (HTTP status 400)",
        "400|{\"statusCode\":400,\"message\":\"no hunter2+/=\"}|HTTP status 400",
        "403|<html>hunter2+/=</html>|HTTP status 403",
        "400|{\"error\":\"see hunter2+/= there\"}|HTTP status 400"
      })
  void refusalIsOneSentenceForGood(int status, String body, String reason) {
    server.answers(status, body);

    assertThatThrownBy(() -> ask(tokens(APP, principal(APP))))
        .isInstanceOf(TokenRefused.class)
        .hasMessage(
            "no access token from Microsoft Entra at %s/tenant/oauth2/v2.0/token: %s"
                .formatted(server.url(), reason))
        .satisfies(
            e ->
                assertThat((Exception) ((TokenRefused) e).forCallers())
                    .isInstanceOf(SQLInvalidAuthorizationSpecException.class));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void overloadPasses(int status) {
    server.answers(status, "{}");

    assertThatThrownBy(() -> ask(tokens(MACHINE, machine(MACHINE))))
        .hasMessage(
            "no access token from the managed identity endpoint %s/metadata: HTTP status %d"
                .formatted(server.url(), status))
        .satisfies(
            e ->
                assertThat(Dialect.SQL_SERVER.fault(((TokenRefused) e).forCallers()))
                    .isEqualTo(Fault.CONNECTION));
  }

  @Test
  void silenceIsWaitedForOnlySoLong() {
    TokenEndpoint endpoint =
        new ManagedIdentity(MACHINE, Map.of(), server.url() + "/metadata", Duration.ofMillis(300));

    assertThatThrownBy(() -> ask(tokens(MACHINE, endpoint)))
        .hasMessage(
            "no access token from the managed identity endpoint %s/metadata: no answer within 300 ms"
                .formatted(server.url()));
  }

  @Test
  void answerWithoutTokenIsTold() {
    server.answers(200, "{\"expires_in\":3600}");

    assertThatThrownBy(() -> ask(tokens(MACHINE, machine(MACHINE))))
        .hasMessage(
            "no access token from the managed identity endpoint %s/metadata: its answer has none"
                .formatted(server.url()));
  }

  @Test
  void secretGoesToMicrosoftAlone() {
    EntraTokens tokens = EntraTokens.of(APP, PATIENCE);

    assertThatThrownBy(() -> tokens.getAccessToken(DATABASE, "https://login.example/tenant"))
        .hasMessage(
            "the server names 'https://login.example/tenant' to sign in at,"
                + " which is not Microsoft Entra");
    assertThatThrownBy(
            () ->
                tokens.getAccessToken(DATABASE, "https://login.microsoftonline.com.example/tenant"))
        .hasMessage(
            "the server names 'https://login.microsoftonline.com.example/tenant' to sign in at,"
                + " which is not Microsoft Entra");
  }

  @Test
  void tokenForAnythingButADatabaseIsNotAskedFor() {
    assertThatThrownBy(
            () ->
                tokens(MACHINE, machine(MACHINE))
                    .getAccessToken("https://vault.azure.net", server.url()))
        .hasMessage("the server wants a token for 'https://vault.azure.net', which is no database");
    assertThat(server.asked()).isEmpty();
  }

  private static SignIn identity(String client) {
    return new SignIn(Authentication.MANAGED_IDENTITY, client, Secret.of(""), Secret.of(""));
  }

  private TokenEndpoint machine(SignIn signIn) {
    return new ManagedIdentity(signIn, Map.of(), server.url() + "/metadata", PATIENCE);
  }

  private TokenEndpoint principal(SignIn signIn) {
    return new ServicePrincipal(signIn, authority -> true, PATIENCE);
  }

  private static EntraTokens tokens(SignIn signIn, TokenEndpoint endpoint) {
    return new EntraTokens(signIn, endpoint, new HashMap<>(), Clock.systemUTC());
  }

  private String ask(EntraTokens tokens) {
    return tokens.getAccessToken(DATABASE, server.url() + "/tenant").getAccessToken();
  }
}
