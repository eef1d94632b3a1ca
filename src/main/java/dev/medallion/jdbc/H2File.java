package dev.medallion.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.h2.engine.Session;
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
 */
final class H2File {
  private static final Pattern URL =
      Pattern.compile("jdbc:h2:(?:file:)?([^;]+).*", Pattern.CASE_INSENSITIVE);

  /** Two blocks, each a head. */
  private static final int HEADS = 2 * 4096;

  private static final Map<String, H2File> FILES = new ConcurrentHashMap<>();

  private final String name;

  /** What this process has opened itself, and may have closed since. */
  private Reference<MVStore> opened = new WeakReference<>(null);

  private H2File(String name) {
    this.name = name;
  }

  /** The one of its path in this process. */
  static Optional<H2File> of(JdbcUrl url) {
    Matcher file = URL.matcher(H2Source.fromHere(url).text());
    return H2Source.isFile(url) && file.matches()
        ? Optional.of(FileUtils.toRealPath(file.group(1).strip() + ".mv.db"))
            .map(path -> FILES.computeIfAbsent(path, H2File::new))
        : Optional.empty();
  }

  /**
   * Connects to it. What a killed process has left is recovered before this one opens the file
   * itself, but not while it has it open: to close it once would give up the lock on it.
   */
  synchronized Connection connect(DataSource source) throws SQLException {
    if (!isOpen()) {
      recover();
    }
    Connection connection = source.getConnection();
    Session session = connection.unwrap(JdbcConnection.class).getSession();
    if (session instanceof SessionLocal local) { // and not another process that serves it
      opened = new WeakReference<>(local.getDatabase().getStore().getMvStore());
    }
    return connection;
  }

  private boolean isOpen() {
    MVStore store = opened.get();
    return store != null && !store.isClosed();
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
