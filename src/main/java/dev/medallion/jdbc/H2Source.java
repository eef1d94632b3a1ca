package dev.medallion.jdbc;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * Connections to H2. A file is shared by the processes of this host: the first one to open it
 * serves the others on loopback, and when it is killed the next takes over. Commits are on disk
 * when they return. {@code DB_CLOSE_ON_EXIT=FALSE} would keep the file open while the JVM shuts
 * down, but H2 refuses it together with {@code AUTO_SERVER}.
 */
final class H2Source {
  /** Without those that begin with a root, a dot, a tilde, a drive or another kind of path. */
  private static final Pattern RELATIVE =
      Pattern.compile("^(jdbc:h2:file:)(?![/\\\\.~]|\\w+:)", Pattern.CASE_INSENSITIVE);

  private static final Pattern NO_FILE = Pattern.compile("jdbc:h2:(mem|tcp|ssl|zip):.*");

  private H2Source() {}

  static DataSource open(DatabaseSettings settings) {
    stayOnLoopback();
    JdbcDataSource source = new JdbcDataSource();
    JdbcUrl url = complete(settings.url());
    if (settings.user().isEmpty()) {
      // This data source always passes a user of its own and refuses one in the URL beside it.
      source.setUser(url.value("USER").orElse(""));
      source.setURL(url.without("USER").text());
    } else {
      source.setUser(settings.user());
      source.setURL(url.text());
    }
    if (!settings.password().reveal().isEmpty()) {
      source.setPassword(settings.password().reveal());
    }
    source.setLoginTimeout((int) settings.connectTimeout().toSeconds());
    return H2File.of(settings.url())
        .<DataSource>map(file -> new ConnectingSource(source, file::connect))
        .orElse(source);
  }

  /** H2 reads these once, when its classes load. */
  private static void stayOnLoopback() {
    System.getProperties().putIfAbsent("h2.bindAddress", "127.0.0.1");
    System.getProperties().putIfAbsent("h2.socketConnectTimeout", "2000");
  }

  static JdbcUrl patient(JdbcUrl url, Duration statement) {
    return url.withDefaults(Map.of("NETWORK_TIMEOUT", String.valueOf(statement.toMillis())));
  }

  static JdbcUrl existing(JdbcUrl url) {
    return url.withDefaults(Map.of("IFEXISTS", "TRUE"));
  }

  static boolean isFile(JdbcUrl url) {
    return !NO_FILE.matcher(url.text().toLowerCase(Locale.ROOT)).matches();
  }

  static JdbcUrl complete(JdbcUrl url) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (isFile(url)) {
      settings.put("AUTO_SERVER", "TRUE");
      settings.put("WRITE_DELAY", "0");
      // Its own log, beside the file: what fails is told by the exception.
      settings.put("TRACE_LEVEL_FILE", "0");
    }
    settings.put("LOCK_TIMEOUT", "10000");
    settings.put("NETWORK_TIMEOUT", "45000");
    // The current time is the session's local time: this makes it UTC.
    settings.put("TIME ZONE", "UTC");
    // Process_Parameter_Metadata has a column of this name, a keyword to H2 alone.
    settings.put("NON_KEYWORDS", "VALUE");
    return fromHere(url).withDefaults(settings);
  }

  /** H2 takes a relative path only with a dot before it; in a configuration no path needs one. */
  static JdbcUrl fromHere(JdbcUrl url) {
    return new JdbcUrl(RELATIVE.matcher(url.text()).replaceFirst("$1./"));
  }
}
