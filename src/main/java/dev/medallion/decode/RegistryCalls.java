package dev.medallion.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a schema registry over HTTP, patiently: one that is away, slow or overloaded is asked again
 * until the patience ends.
 */
record RegistryCalls(RegistrySettings settings) {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  /** Made when it is first needed, one a JVM; its threads are daemons. */
  private static final class Http {
    static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  }

  /**
   * Gets what stands at a path below the registry's address.
   *
   * @return the first answer that is more than a passing trouble, whatever it says
   * @throws RegistryUnavailable if there is none in time
   */
  HttpResponse<String> get(String path) {
    long deadline = System.nanoTime() + settings.patience().toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      try {
        return attempt(path, shorter(left, ANSWER));
      } catch (IOException e) {
        if (deadline - System.nanoTime() < pause.toNanos()) {
          throw unavailable(e);
        }
      }
      rest(pause);
      pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  /** The request's own time-out ends with the headers; this one holds for the whole answer. */
  private HttpResponse<String> attempt(String path, Duration longest) throws IOException {
    CompletableFuture<HttpResponse<String>> sent =
        Http.CLIENT.sendAsync(request(path), BodyHandlers.ofString(UTF_8));
    try {
      HttpResponse<String> response = sent.get(longest.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() >= SERVER_ERROR || response.statusCode() == TOO_MANY_REQUESTS) {
        throw new IOException("HTTP status " + response.statusCode());
      }
      return response;
    } catch (TimeoutException e) {
      sent.cancel(true);
      throw new IOException("no answer", e);
    } catch (ExecutionException e) {
      throw new IOException(trouble(e.getCause()), e.getCause());
    } catch (InterruptedException e) {
      sent.cancel(true);
      throw interrupted(e);
    }
  }

  private HttpRequest request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(settings.url() + path))
            .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
    if (!settings.user().isEmpty()) {
      String both = settings.user() + ":" + settings.password().reveal();
      String basic = Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
      request.header("Authorization", "Basic " + basic);
    }
    return request.build();
  }

  private static String trouble(Throwable cause) {
    return cause instanceof ConnectException || cause.getMessage() == null
        ? "no connection"
        : cause.getMessage();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static void rest(Duration pause) {
    try {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static RegistryUnavailable interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new RegistryUnavailable("stopped while waiting for the schema registry", e);
  }

  private RegistryUnavailable unavailable(IOException last) {
    String message =
        "the schema registry %s cannot be asked: %s for %d ms; check %s.url, or set %s.patience";
    return new RegistryUnavailable(
        message.formatted(
            settings.url(),
            last.getMessage(),
            settings.patience().toMillis(),
            settings.path(),
            settings.path()),
        last);
  }
}
