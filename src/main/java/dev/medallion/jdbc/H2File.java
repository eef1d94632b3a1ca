package dev.medallion.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final Set<H2File> SEEN = new HashSet<>();

  static Optional<H2File> of(JdbcUrl url) {
    Matcher file = URL.matcher(H2Source.fromHere(url).text());
    return H2Source.isFile(url) && file.matches()
        ? Optional.of(new H2File(FileUtils.toRealPath(file.group(1).strip() + ".mv.db")))
        : Optional.empty();
  }

  /**
   * Recovers what a killed process has left, where no process works with it. Only before this one
   * opens it: to close a file that is open elsewhere in the JVM would give up the lock on it.
   */
  void recover() {
    synchronized (SEEN) {
      if (SEEN.add(this)) {
        recoverNow();
      }
    }
  }

  private void recoverNow() {
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
