package dev.medallion.jdbc;

import dev.medallion.config.Secret;
import dev.medallion.config.Section;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Who signs in to a database, and by what.
 *
 * @param user a name, or the client id of a managed identity or an application; empty for none
 * @param password of the user, or the client secret of an application; empty for none
 * @param token for {@link Authentication#ACCESS_TOKEN} alone; else empty
 */
public record SignIn(Authentication authentication, String user, Secret password, Secret token)
    implements Serializable {
  private static final Secret NONE = Secret.of("");

  /** By user and password, both empty where the database needs none. */
  public static SignIn as(String user, Secret password) {
    return new SignIn(Authentication.PASSWORD, user, password, NONE);
  }

  /**
   * Reads {@code authentication}, {@code user}, {@code password} and {@code access-token} of a
   * block whose URL is this one; a password inside the URL counts where none is beside it.
   */
  public static SignIn from(Section block, JdbcUrl url) {
    SignIn signIn =
        new SignIn(
                block.choice("authentication", Authentication.class),
                block.string("user"),
                block.optionalSecret("password").orElse(NONE),
                block.optionalSecret("access-token").orElse(NONE))
            .orPasswordOf(url);
    signIn.verify(block.chosenBy("authentication"), url);
    return signIn;
  }

  /** The same, with the password of the URL where there is none yet. */
  public SignIn orPasswordOf(JdbcUrl url) {
    return isSet(password)
        ? this
        : new SignIn(authentication, user, url.password().orElse(password), token);
  }

  private void verify(Section block, JdbcUrl url) {
    switch (authentication) {
      case PASSWORD -> forbid(block, "access-token", isSet(token));
      case MANAGED_IDENTITY -> {
        forbid(block, "password", isSet(password));
        forbid(block, "access-token", isSet(token));
      }
      case SERVICE_PRINCIPAL -> {
        require(block, "user", !user.isEmpty(), "the client id of the application");
        require(block, "password", isSet(password), "its client secret");
        forbid(block, "access-token", isSet(token));
      }
      case ACCESS_TOKEN -> {
        forbid(block, "user", !user.isEmpty());
        forbid(block, "password", isSet(password));
        require(block, "access-token", isSet(token), "a token for the database");
      }
    }
    if (authentication != Authentication.PASSWORD) {
      verifyAddress(block, url);
    }
  }

  private void verifyAddress(Section block, JdbcUrl url) {
    if (Dialect.of(url).filter(Dialect.H2::equals).isPresent()) {
      block.problem(
          "authentication", text() + " is for SQL Server and Azure SQL; H2 knows password alone");
    }
    Stream.of("user", "userName", "integratedSecurity")
        .filter(url::has)
        .forEach(
            name ->
                block.problem(
                    "url",
                    "%s is not for authentication = %s; leave it out".formatted(name, text())));
  }

  private void require(Section block, String option, boolean there, String meaning) {
    if (!there) {
      block.problem(option, "is missing; authentication = %s needs %s".formatted(text(), meaning));
    }
  }

  private void forbid(Section block, String option, boolean there) {
    if (there) {
      block.problem(option, "is not for authentication = %s; leave it out".formatted(text()));
    }
  }

  private String text() {
    return authentication.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean isSet(Secret secret) {
    return !secret.reveal().isEmpty();
  }

  /** What nobody may see. */
  List<String> secrets() {
    return Stream.of(password, token).filter(SignIn::isSet).map(Secret::reveal).toList();
  }
}
