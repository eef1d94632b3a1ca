package dev.medallion.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Stands between clients and a server of this machine, and is as bad as a network can be. */
final class TcpProxy implements AutoCloseable {
  /** What becomes of connections. */
  enum Mode {
    /** They pass. */
    OPEN,
    /** They are closed as soon as they are made; those that are there are cut. */
    REFUSED,
    /** They are accepted, and nothing passes in either direction. */
    SILENT,
    /** Answers come a tenth of a second late. */
    SLOW
  }

  private static final Duration LATE = Duration.ofMillis(100);

  private final int server;
  private final ServerSocket door;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong answers = new AtomicLong();
  private volatile Mode mode = Mode.OPEN;
  private volatile long lostAnswer = -1;

  TcpProxy(int server) throws IOException {
    this.server = server;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  void become(Mode next) {
    mode = next;
    if (next == Mode.REFUSED) {
      cut();
    }
    synchronized (this) {
      notifyAll();
    }
  }

  /** Cuts a connection in place of an answer, counted from now; the request has arrived. */
  void loseAnswer(long number) {
    answers.set(0);
    lostAnswer = number;
  }

  /** Whether that answer was due. */
  boolean lostOne() {
    return answers.get() >= lostAnswer;
  }

  void cut() {
    sockets.forEach(TcpProxy::close);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        sockets.add(client);
        if (mode == Mode.REFUSED) {
          close(client);
        } else {
          threads.execute(() -> join(client));
        }
      } catch (IOException e) {
        return; // the door is closed
      }
    }
  }

  private void join(Socket client) {
    try {
      Socket other = new Socket(InetAddress.getLoopbackAddress(), server);
      sockets.add(other);
      threads.execute(() -> pass(client, other, false));
      pass(other, client, true);
    } catch (IOException e) {
      close(client);
    }
  }

  private void pass(Socket from, Socket to, boolean answers) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] buffer = new byte[65_536];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (answers && this.answers.incrementAndGet() == lostAnswer) {
          break;
        }
        await(answers);
        out.write(buffer, 0, count);
        out.flush();
      }
    } catch (IOException | InterruptedException e) {
      // one side is gone, and so the other goes
    } finally {
      close(from);
      close(to);
    }
  }

  private void await(boolean answers) throws InterruptedException {
    synchronized (this) {
      while (mode == Mode.SILENT) {
        wait();
      }
    }
    if (mode == Mode.SLOW && answers) {
      LockSupport.parkNanos(LATE.toNanos());
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut();
    threads.shutdownNow();
  }
}
