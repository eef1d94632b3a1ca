package dev.medallion.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.sqlserver.jdbc.SqlAuthenticationToken;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request for a token. What it sends, and the token, are in no message.
 *
 * @param patience longest wait for the whole answer
 */
record TokenCall(HttpClient http, Duration patience) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern CODE = Pattern.compile("AADSTS\\d+");
  private static final Pattern WORD = Pattern.compile("[a-z_]{1,40}");
  private static final int OK = 200;

  /** The metadata service says 404 or 410 while it is being updated. */
  private static final Set<Integer> ASK_AGAIN = Set.of(404, 410, 429);

  private static final int SERVER_ERROR = 500;

  /**
   * @param asked who is asked, as a message names it
   * @throws TokenRefused if there is no token in time
   */
  SqlAuthenticationToken of(HttpRequest.Builder request, String asked) {
    HttpResponse<String> response = answer(request.build(), asked);
    int status = response.statusCode();
    if (status == OK) {
      return token(json(response.body()), asked);
    }
    String message =
        "no access token from %s: %s".formatted(asked, reason(status, json(response.body())));
    throw ASK_AGAIN.contains(status) || status >= SERVER_ERROR
        ? TokenRefused.forNow(message)
        : TokenRefused.forGood(message);
  }

  /** The request's own time-out ends with the headers; this one holds for the whole answer. */
  private HttpResponse<String> answer(HttpRequest request, String asked) {
    CompletableFuture<HttpResponse<String>> sent =
        http.sendAsync(request, BodyHandlers.ofString(UTF_8));
    try {
      return sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      String why = e.getCause().getClass().getSimpleName();
      throw TokenRefused.forNow(
          "no access token from %s: it cannot be reached (%s)".formatted(asked, why), e);
    } catch (TimeoutException e) {
      sent.cancel(true);
      throw TokenRefused.forNow(
          "no access token from %s: no answer within %d ms".formatted(asked, patience.toMillis()),
          e);
    } catch (InterruptedException e) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      throw TokenRefused.forNow("interrupted while waiting for an access token", e);
    }
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static SqlAuthenticationToken token(JsonNode answer, String asked) {
    String token = answer.path("access_token").asText();
    if (token.isEmpty()) {
      throw TokenRefused.forGood("no access token from %s: its answer has none".formatted(asked));
    }
    return new SqlAuthenticationToken(token, expiry(answer).toEpochMilli());
  }

  /** Some say when, some how long; some as text. */
  private static Instant expiry(JsonNode answer) {
    return answer.has("expires_in")
        ? Instant.now().plusSeconds(answer.path("expires_in").asLong())
        : Instant.ofEpochSecond(answer.path("expires_on").asLong());
  }

  /** Words of the protocol alone: a description may repeat what was sent. */
  private static String reason(int response, JsonNode answer) {
    Matcher code = CODE.matcher(answer.path("error_description").asText());
    if (code.find()) {
      return code.group() + " (" + word(answer) + ")";
    }
    String status = "HTTP status " + response;
    return word(answer).isEmpty() ? status : word(answer) + " (" + status + ")";
  }

  private static String word(JsonNode answer) {
    String error = answer.path("error").asText();
    return WORD.matcher(error).matches() ? error : "";
  }
}
