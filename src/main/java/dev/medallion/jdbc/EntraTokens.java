package dev.medallion.jdbc;

import com.microsoft.sqlserver.jdbc.SQLServerAccessTokenCallback;
import com.microsoft.sqlserver.jdbc.SqlAuthenticationToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Tokens of Microsoft Entra for the driver, which asks once for each connection and tells what the
 * server told it. A token is kept until shortly before it expires, one for all pools of the
 * process, since the endpoints allow few requests. Written here on the JDK's own client:
 * Microsoft's libraries would bring a second Netty and Jackson into Spark's driver.
 */
final class EntraTokens implements SQLServerAccessTokenCallback {
  private static final Duration MARGIN = Duration.ofMinutes(5);
  private static final Map<Holder, SqlAuthenticationToken> KEPT = new ConcurrentHashMap<>();

  /** Of whom a token tells, to whom. */
  record Holder(SignIn signIn, String resource, String authority) {}

  /**
   * A resource other than a database is not asked for, whatever the server says: its token would be
   * worth something elsewhere.
   */
  private static final Pattern DATABASE =
      Pattern.compile("https://([a-z0-9-]+\\.)*database\\.[a-z.]+/?");

  private final SignIn signIn;
  private final TokenEndpoint endpoint;
  private final Map<Holder, SqlAuthenticationToken> kept;
  private final Clock clock;

  EntraTokens(
      SignIn signIn,
      TokenEndpoint endpoint,
      Map<Holder, SqlAuthenticationToken> kept,
      Clock clock) {
    this.signIn = signIn;
    this.endpoint = endpoint;
    this.kept = kept;
    this.clock = clock;
  }

  /**
   * @param patience longest wait for an answer
   */
  static EntraTokens of(SignIn signIn, Duration patience) {
    TokenEndpoint endpoint =
        signIn.authentication() == Authentication.MANAGED_IDENTITY
            ? ManagedIdentity.here(signIn, patience)
            : new ServicePrincipal(signIn, patience);
    return new EntraTokens(signIn, endpoint, KEPT, Clock.systemUTC());
  }

  @Override
  public SqlAuthenticationToken getAccessToken(String spn, String stsurl) {
    if (!DATABASE.matcher(spn).matches()) {
      throw TokenRefused.forGood(
          "the server wants a token for '%s', which is no database".formatted(spn));
    }
    return kept.compute(
        new Holder(signIn, spn, stsurl),
        (holder, held) -> isFresh(held) ? held : endpoint.ask(spn, stsurl));
  }

  private boolean isFresh(SqlAuthenticationToken held) {
    return held != null
        && Instant.now(clock).plus(MARGIN).isBefore(held.getExpiresOn().toInstant());
  }
}
