package dev.medallion.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * As much of a SQL Server as it takes to be refused by one: it speaks TDS 7.4 over TLS up to the
 * login or the first statement, and answers that with an error.
 */
public final class FakeSqlServer implements AutoCloseable {
  /** What it answers with: an error's number and message, to the login or to a statement. */
  public record Refusal(int number, String message, When when) {}

  /** What is refused. */
  public enum When {
    LOGIN,
    /** As {@code LOGIN}, once a token of Microsoft Entra was asked for and is there. */
    TOKEN,
    STATEMENT
  }

  private final ServerSocket socket;
  private final SSLContext tls;
  private final Refusal refusal;
  private final List<String> logins = Collections.synchronizedList(new ArrayList<>());

  /** On loopback, with the certificate of this name. */
  public FakeSqlServer(Certificates certificates, String name, Refusal refusal)
      throws IOException, GeneralSecurityException {
    this.tls = certificates.tls(name);
    this.refusal = refusal;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** What clients sent to sign in, read as UTF-16. */
  List<String> logins() {
    return List.copyOf(logins);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  /** Until the client has enough. */
  private void serve(Socket client) {
    try (client) {
      new FakeSession(client, tls, refusal, logins::add).run();
    } catch (IOException e) {
      return;
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "fake-sql-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
