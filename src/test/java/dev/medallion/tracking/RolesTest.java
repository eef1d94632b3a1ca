package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The writer of {@code roles.sql} may do what the store does, and nothing else. */
class RolesTest {
  private static final Pattern GRANT =
      Pattern.compile("GRANT ([A-Z, ]+) ON dbo\\.(\\w+)(?: \\(([^)]*)\\))?\\s+TO medallion_writer");
  private static final Pattern UPDATE = Pattern.compile("^UPDATE (\\w+) SET (.*) WHERE ");
  private static final Pattern INSERT = Pattern.compile("^INSERT INTO (\\w+)");
  private static final Pattern READ = Pattern.compile("(?:FROM|JOIN) \"?(\\w+)");

  @Test
  void writerHasTheRightsThatAreUsedAndNoMore() throws IOException {
    assertThat(granted()).isEqualTo(used());
  }

  private static Map<String, Set<String>> granted() throws IOException {
    Map<String, Set<String>> rights = new TreeMap<>();
    Matcher grant = GRANT.matcher(Files.readString(Path.of("sql/tracking/sqlserver/roles.sql")));
    while (grant.find()) {
      for (String right : grant.group(1).split(", ")) {
        add(rights, grant.group(2), right, grant.group(3));
      }
    }
    return rights;
  }

  /** Without retention, which is the migrator's. */
  private static Map<String, Set<String>> used() {
    Map<String, Set<String>> rights = new TreeMap<>();
    for (String statement : new Recording().statements()) {
      if (statement.startsWith("DELETE ") || statement.contains("Daily_Volume")) {
        continue;
      }
      Matcher insert = INSERT.matcher(statement);
      if (insert.find()) {
        add(rights, insert.group(1), "INSERT", null);
      }
      Matcher update = UPDATE.matcher(statement);
      if (update.find()) {
        String columns =
            update.group(2).replaceAll(" = ((?:DATEADD|COALESCE)\\([^()]*(\\(\\))?\\)|[^,]*)", "");
        add(rights, update.group(1), "UPDATE", columns);
      }
      Matcher read = READ.matcher(statement);
      while (read.find()) {
        add(rights, read.group(1), "SELECT", null);
      }
    }
    return rights;
  }

  private static void add(
      Map<String, Set<String>> rights, String table, String right, String columns) {
    Set<String> of = rights.computeIfAbsent(table, name -> new TreeSet<>());
    if (columns == null) {
      of.add(right);
    } else {
      for (String column : columns.split(",")) {
        of.add(right + " " + column.strip());
      }
    }
  }
}
