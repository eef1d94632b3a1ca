package dev.medallion.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.sqlserver.jdbc.SqlAuthenticationToken;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;

/**
 * Asks this machine's own endpoint: on App Service, Functions and Container Apps the one that the
 * environment names ("How to use managed identities for App Service and Azure Functions"), else the
 * instance metadata service ("How to use managed identities on an Azure VM to acquire an access
 * token").
 */
final class ManagedIdentity implements TokenEndpoint {
  private static final String METADATA = "http://169.254.169.254/metadata/identity/oauth2/token";

  /** Made when it is first needed. A proxy would ask for the machine that it runs on itself. */
  private static final class Http {
    static final HttpClient DIRECT =
        HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
  }

  private final String client;
  private final String address;
  private final String version;
  private final String header;
  private final String headerValue;
  private final TokenCall call;

  /**
   * @param signIn whose user is the client id of an identity, or empty for the machine's only one
   */
  ManagedIdentity(
      SignIn signIn, Map<String, String> environment, String metadata, Duration patience) {
    boolean app =
        environment.containsKey("IDENTITY_ENDPOINT") && environment.containsKey("IDENTITY_HEADER");
    this.client = signIn.user();
    this.address = app ? environment.get("IDENTITY_ENDPOINT") : metadata;
    this.version = app ? "2019-08-01" : "2018-02-01";
    this.header = app ? "X-IDENTITY-HEADER" : "Metadata";
    this.headerValue = app ? environment.get("IDENTITY_HEADER") : "true";
    this.call = new TokenCall(Http.DIRECT, patience);
  }

  static ManagedIdentity here(SignIn signIn, Duration patience) {
    return new ManagedIdentity(signIn, System.getenv(), METADATA, patience);
  }

  @Override
  public SqlAuthenticationToken ask(String resource, String authority) {
    String identity = client.isEmpty() ? "" : "&client_id=" + encoded(client);
    String query = "?api-version=" + version + "&resource=" + encoded(resource) + identity;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + query)).header(header, headerValue);
    return call.of(request, "the managed identity endpoint " + address);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
