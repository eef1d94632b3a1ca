package dev.medallion.decode;

import dev.medallion.config.Secret;
import dev.medallion.config.Section;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

/**
 * A schema registry and how to talk to it.
 *
 * @param url of the registry, without a slash at its end
 * @param user empty for none
 * @param password empty for none
 * @param patience longest wait for an answer
 * @param path of these settings in the configuration
 */
record RegistrySettings(String url, String user, Secret password, Duration patience, String path)
    implements Serializable {
  private static final String EXPECTED =
      "expected the address of a registry, such as https://registry.example.com:8081";

  /** No registry. */
  static final RegistrySettings NONE =
      new RegistrySettings("", "", Secret.of(""), Duration.ZERO, "");

  boolean isSet() {
    return !url.isEmpty();
  }

  static RegistrySettings from(Section block) {
    Section options = block.withDefaults("schema-registry");
    String url = options.string("url");
    if (!url.isEmpty()) {
      problem(url).ifPresent(message -> options.problem("url", message));
    }
    String user = options.string("user");
    Optional<Secret> password = options.optionalSecret("password");
    if (user.isEmpty() && password.isPresent()) {
      options.problem("password", "stands without a user; set user too");
    }
    return new RegistrySettings(
        url.replaceAll("/+$", ""),
        user,
        password.orElse(Secret.of("")),
        options.duration("patience"),
        options.path());
  }

  private static Optional<String> problem(String url) {
    try {
      URI uri = new URI(url);
      if (uri.getUserInfo() != null) {
        return Optional.of("has a user in it; set user and password instead");
      }
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean whole = uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null;
      return web && whole ? Optional.empty() : Optional.of(EXPECTED);
    } catch (URISyntaxException e) {
      return Optional.of(EXPECTED);
    }
  }
}
