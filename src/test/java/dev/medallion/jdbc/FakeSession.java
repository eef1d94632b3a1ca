package dev.medallion.jdbc;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.medallion.jdbc.FakeSqlServer.Refusal;
import dev.medallion.jdbc.FakeSqlServer.When;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One client of {@link FakeSqlServer}; layouts are those of MS-TDS. */
final class FakeSession {
  private static final int BATCH = 1;
  private static final int REPLY = 4;
  private static final int HEADER = 8;
  private static final int LAST = 1;

  /** VERSION 16.0.1000.0, ENCRYPTION on, FEDAUTHREQUIRED yes. */
  private static final String PRELOGIN = "000010000601001600010600170001ff100003e800000101";

  /** LOGINACK of TDS 7.4, and ENVCHANGE to a collation. */
  private static final String WELCOME =
      "ad1000017400000403530051004c00100003e8" + "e3080007050904d0003400";

  /** What the driver sends of its own accord, behind the headers of a batch. */
  private static final Pattern SETTING = Pattern.compile("(?i)\\b(set|if @@trancount)\\b");

  private static final String DONE = "fd000000000000000000000000";
  private static final String DONE_WITH_ERROR = "fd020000000000000000000000";

  private final Socket client;
  private final SSLContext tls;
  private final Refusal refusal;
  private final Consumer<String> logins;
  private InputStream in;
  private OutputStream out;

  FakeSession(Socket client, SSLContext tls, Refusal refusal, Consumer<String> logins)
      throws IOException {
    this.logins = logins;
    this.client = client;
    this.tls = tls;
    this.refusal = refusal;
    this.in = client.getInputStream();
    this.out = client.getOutputStream();
  }

  void run() throws IOException {
    read();
    send(hex(PRELOGIN));
    encrypt();
    logins.accept(read().text());
    if (refusal.when() == When.TOKEN) {
      send(signInInfo());
      logins.accept(read().text());
    }
    if (refusal.when() != When.STATEMENT) {
      send(error());
      return;
    }
    send(hex(WELCOME + DONE));
    while (true) {
      send(answer(read()));
    }
  }

  /** TLS 1.2, since a ticket of 1.3 could come outside of the handshake. */
  private void encrypt() throws IOException {
    FakeHandshake handshake = new FakeHandshake(client);
    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(handshake, null, false);
    socket.setEnabledProtocols(new String[] {"TLSv1.2"});
    socket.startHandshake();
    handshake.end();
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  private byte[] answer(Message message) {
    boolean settles = message.type() == BATCH && SETTING.matcher(message.text()).find();
    return settles ? hex(DONE) : error();
  }

  private byte[] error() {
    byte[] text = refusal.message().getBytes(UTF_16LE);
    ByteArrayOutputStream token = new ByteArrayOutputStream();
    little(token, refusal.number(), 4);
    token.write(1); // state
    token.write(14); // class
    little(token, refusal.message().length(), 2);
    token.writeBytes(text);
    token.write(0); // no server
    token.write(0); // no procedure
    little(token, 1, 4); // line
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.write(0xaa);
    little(answer, token.size(), 2);
    answer.writeBytes(token.toByteArray());
    answer.writeBytes(hex(DONE_WITH_ERROR));
    return answer.toByteArray();
  }

  /** FEDAUTHINFO: the sign-in service and the resource that a token is for. */
  private static byte[] signInInfo() {
    byte[] service = "https://login.microsoftonline.com/tenant".getBytes(UTF_16LE);
    byte[] resource = "https://database.windows.net/".getBytes(UTF_16LE);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    little(data, 2, 4);
    info(data, 1, service.length, 22);
    info(data, 2, resource.length, 22 + service.length);
    data.writeBytes(service);
    data.writeBytes(resource);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.write(0xee);
    little(answer, data.size(), 4);
    answer.writeBytes(data.toByteArray());
    return answer.toByteArray();
  }

  private static void info(ByteArrayOutputStream data, int id, int length, int offset) {
    data.write(id);
    little(data, length, 4);
    little(data, offset, 4);
  }

  private static void little(ByteArrayOutputStream out, int value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write(value >>> 8 * i);
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  /** What the client sent, of as many packets as it took. */
  private record Message(int type, byte[] bytes) {
    String text() {
      return new String(bytes, UTF_16LE);
    }
  }

  private Message read() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    DataInputStream data = new DataInputStream(in);
    byte[] header = new byte[HEADER];
    do {
      data.readFully(header);
      all.writeBytes(data.readNBytes(length(header) - HEADER));
    } while ((header[1] & LAST) == 0);
    return new Message(header[0], all.toByteArray());
  }

  private void send(byte[] message) throws IOException {
    out.write(packet(message));
    out.flush();
  }

  static int length(byte[] header) throws EOFException {
    int length = (header[2] & 0xff) << 8 | header[3] & 0xff;
    if (length < HEADER) {
      throw new EOFException("no TDS packet");
    }
    return length;
  }

  static byte[] packet(byte[] message) {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    int length = message.length + HEADER;
    packet.writeBytes(new byte[] {REPLY, LAST, (byte) (length >>> 8), (byte) length, 0, 0, 1, 0});
    packet.writeBytes(message);
    return packet.toByteArray();
  }
}
