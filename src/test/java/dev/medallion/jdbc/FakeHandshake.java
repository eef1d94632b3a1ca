package dev.medallion.jdbc;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/**
 * A socket over which TLS begins as TDS has it: until the handshake ends, what is sent goes in
 * packets, one for each flight; then as it is.
 */
final class FakeHandshake extends Socket {
  private static final int HEADER = 8;

  private final Socket client;
  private final DataInputStream in;
  private final ByteArrayOutputStream flight = new ByteArrayOutputStream();
  private int left;
  private boolean ended;

  FakeHandshake(Socket client) throws IOException {
    this.client = client;
    this.in = new DataInputStream(client.getInputStream());
  }

  void end() throws IOException {
    sendFlight();
    ended = true;
  }

  private void sendFlight() throws IOException {
    if (flight.size() > 0) {
      client.getOutputStream().write(FakeSession.packet(flight.toByteArray()));
      flight.reset();
    }
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return ended ? in.read(bytes, offset, length) : readPacked(bytes, offset, length);
      }
    };
  }

  private int readPacked(byte[] bytes, int offset, int length) throws IOException {
    if (left == 0) {
      sendFlight();
      byte[] header = new byte[HEADER];
      in.readFully(header);
      left = FakeSession.length(header) - HEADER;
    }
    int read = in.read(bytes, offset, Math.min(left, length));
    left -= Math.max(read, 0);
    return read;
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (ended) {
          client.getOutputStream().write(bytes, offset, length);
        } else {
          flight.write(bytes, offset, length);
        }
      }
    };
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public InetAddress getInetAddress() {
    return client.getInetAddress();
  }

  @Override
  public int getPort() {
    return client.getPort();
  }

  @Override
  public synchronized void close() throws IOException {
    client.close();
  }
}
