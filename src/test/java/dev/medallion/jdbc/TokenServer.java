package dev.medallion.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** Where tokens are had, on loopback: it gives the answers it was given, one after the other. */
final class TokenServer implements AutoCloseable {
  private record Answer(int status, String body) {}

  private final HttpServer server;
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch closed = new CountDownLatch(1);

  TokenServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  TokenServer answers(int status, String body) {
    answers.add(new Answer(status, body));
    return this;
  }

  /** Each request: method, address, the headers that identify, body. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  /** Without an answer it stays silent. */
  private void answer(HttpExchange exchange) throws IOException {
    List<String> parts = new ArrayList<>();
    parts.add(exchange.getRequestMethod());
    parts.add(exchange.getRequestURI().toString());
    for (String header : List.of("Metadata", "X-IDENTITY-HEADER", "Content-Type")) {
      String value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) {
        parts.add(header + ": " + value);
      }
    }
    parts.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    asked.add(String.join("\n", parts).strip());
    Answer answer = answers.poll();
    if (answer == null) {
      stayAway();
      return;
    }
    byte[] body = answer.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void stayAway() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
