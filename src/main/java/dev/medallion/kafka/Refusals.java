package dev.medallion.kafka;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Says in one sentence why a broker cannot be used, by the types among the causes. */
public final class Refusals {
  private Refusals() {}

  /** The sentence names the setting that is to be looked at, never what it holds. */
  public static BrokerRefused of(Connection connection, Duration patience, Throwable error) {
    return new BrokerRefused(sentence(connection, patience, error), error);
  }

  /** Whether an error is what comes of a broker that does not answer. */
  public static boolean isSilence(Throwable error) {
    return has(error, RetriableException.class) || has(error, TimeoutException.class);
  }

  private static String sentence(Connection connection, Duration patience, Throwable error) {
    if (has(error, SaslAuthenticationException.class)) {
      return "%s refused the credentials; check %s".formatted(connection, connection.credentials());
    }
    if (has(error, SslAuthenticationException.class)) {
      return "no encrypted connection to %s: %s; check the settings kafka.ssl.*"
          .formatted(connection, error.getMessage());
    }
    if (has(error, AuthorizationException.class)) {
      return "%s does not allow it: %s".formatted(connection, error.getMessage());
    }
    if (has(error, ConfigException.class)) {
      return "%s cannot be used: %s".formatted(connection, root(error).getMessage());
    }
    if (has(error, IllegalArgumentException.class) || has(error, LoginException.class)) {
      // Its text can hold a piece of a password that is not quoted well.
      return "no client for %s can log in as it is told; check the form of %s"
          .formatted(connection, connection.credentials());
    }
    if (has(error, RetriableException.class)) {
      return "no answer from %s for %d seconds; is it running, and is the address right?"
          .formatted(connection, patience.toSeconds());
    }
    return has(error, UnsupportedVersionException.class)
        ? "%s is too old: %s".formatted(connection, error.getMessage())
        : "%s: %s".formatted(connection, root(error).getMessage());
  }

  private static boolean has(Throwable error, Class<?> type) {
    return chain(error).anyMatch(type::isInstance);
  }

  private static Throwable root(Throwable error) {
    return chain(error).reduce((outer, inner) -> inner).orElse(error);
  }

  private static Stream<Throwable> chain(Throwable error) {
    return Stream.iterate(error, cause -> cause != null, Throwable::getCause).limit(50);
  }
}
