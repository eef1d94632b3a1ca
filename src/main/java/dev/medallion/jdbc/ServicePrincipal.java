package dev.medallion.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.sqlserver.jdbc.SqlAuthenticationToken;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Asks the sign-in service that the server names, by the client's secret ("OAuth 2.0 client
 * credentials flow on the Microsoft identity platform").
 */
final class ServicePrincipal implements TokenEndpoint {
  /** Of Microsoft's clouds; the secret goes nowhere else, whatever a server says. */
  private static final Pattern MICROSOFT =
      Pattern.compile(
          "https://(login\\.(microsoftonline\\.(com|us|de)|partner\\.microsoftonline\\.cn"
              + "|windows\\.net|microsoft\\.com|chinacloudapi\\.cn|usgovcloudapi\\.net"
              + "|sovcloud-identity\\.(fr|de|sg))"
              + "|login-us\\.microsoftonline\\.com|sts\\.windows\\.net)/[A-Za-z0-9.-]+/?");

  /** Made when it is first needed. */
  private static final class Http {
    static final HttpClient CLIENT = HttpClient.newHttpClient();
  }

  private final SignIn signIn;
  private final Predicate<String> trusted;
  private final TokenCall call;

  ServicePrincipal(SignIn signIn, Predicate<String> trusted, Duration patience) {
    this.signIn = signIn;
    this.trusted = trusted;
    this.call = new TokenCall(Http.CLIENT, patience);
  }

  ServicePrincipal(SignIn signIn, Duration patience) {
    this(signIn, MICROSOFT.asMatchPredicate(), patience);
  }

  @Override
  public SqlAuthenticationToken ask(String resource, String authority) {
    if (!trusted.test(authority)) {
      throw TokenRefused.forGood(
          "the server names '%s' to sign in at, which is not Microsoft Entra".formatted(authority));
    }
    String address = authority.replaceAll("/$", "") + "/oauth2/v2.0/token";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form(resource)));
    return call.of(request, "Microsoft Entra at " + address);
  }

  /** The slash is doubled on purpose: the scope is the resource, slash and all, and a suffix. */
  private String form(String resource) {
    return "grant_type=client_credentials&client_id=%s&client_secret=%s&scope=%s"
        .formatted(
            encoded(signIn.user()),
            encoded(signIn.password().reveal()),
            encoded(resource + "/.default"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
