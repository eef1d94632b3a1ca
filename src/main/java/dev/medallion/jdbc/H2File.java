package dev.medallion.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FileUtils;

/**
 * The file of an embedded H2. Its head names the last chunk but one where 2.5.252 uses space again
 * ({@code RandomAccessStore.writeChunk}), and H2 looks for later chunks only where that one expects
 * them. Those of a process that was killed are lost so, though they are in the file. H2's recovery
 * mode looks at the whole file instead, and leaves a head that is right.
 *
 * @param name its path, one for each file
 */
record H2File(String name) {
  private static final Pattern URL =
      Pattern.compile("jdbc:h2:(?:file:)?([^;]+).*", Pattern.CASE_INSENSITIVE);

  /** Two blocks, each a head. */
  private static final int HEADS = 2 * 4096;

  /** Whether this process has opened a file itself. */
  private static final Map<H2File, AtomicBoolean> OPENED = new ConcurrentHashMap<>();

  static Optional<H2File> of(JdbcUrl url) {
    Matcher file = URL.matcher(H2Source.fromHere(url).text());
    return H2Source.isFile(url) && file.matches()
        ? Optional.of(new H2File(FileUtils.toRealPath(file.group(1).strip() + ".mv.db")))
        : Optional.empty();
  }

  /**
   * Connects to it. What a killed process has left is recovered before this one opens the file
   * itself, but not when it may have it open: to close it once would give up the lock on it.
   */
  Connection connect(DataSource source) throws SQLException {
    AtomicBoolean opened = OPENED.computeIfAbsent(this, file -> new AtomicBoolean());
    if (opened.get()) {
      return source.getConnection();
    }
    synchronized (opened) {
      if (!opened.get()) {
        recover();
      }
      Connection connection = source.getConnection();
      opened.compareAndSet(false, isLocal(connection));
      return connection;
    }
  }

  /** Whether this process has the file open, and not another that it is served by. */
  private static boolean isLocal(Connection connection) throws SQLException {
    return connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal;
  }

  private void recover() {
    try {
      if (FileUtils.exists(name) && FileUtils.size(name) > HEADS && !isClosed()) {
        new MVStore.Builder().fileName(name).autoCommitDisabled().recoveryMode().open().close(0);
      }
    } catch (IOException | MVStoreException e) {
      // Another process has it, or it is no such file: H2 itself tells what is to be told.
    }
  }

  private boolean isClosed() throws IOException {
    try (InputStream in = FileUtils.newInputStream(name)) {
      String head = new String(in.readNBytes(HEADS), StandardCharsets.ISO_8859_1);
      return head.contains(",clean:1,");
    }
  }
}
