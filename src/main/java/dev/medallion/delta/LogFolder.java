package dev.medallion.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The whole of a table's {@code _delta_log}, for one who looks at all of it. */
public final class LogFolder {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");
  private static final Pattern CHECKSUM = Pattern.compile("(\\d{20})\\.crc");
  private static final Pattern CHECKPOINT =
      Pattern.compile("(\\d{20})\\.checkpoint\\.(.*\\.)?(parquet|json)");

  private final Path table;
  private final FileSystem files;

  /**
   * @param table the table's folder, on any Hadoop file system
   */
  public LogFolder(String table, Configuration hadoop) {
    try {
      this.files = new Path(table).getFileSystem(hadoop);
      this.table = files.makeQualified(new Path(table));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Which files it has.
   *
   * @param commits versions whose commit file is there
   * @param checksums versions whose checksum is there, which Delta writes after the commit
   * @param checkpoints versions whose whole state is there
   */
  public record Listing(
      TreeSet<Long> commits, TreeSet<Long> checksums, TreeSet<Long> checkpoints) {}

  /** Empty sets while there is no table. */
  public Listing list() {
    Listing found = new Listing(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    try {
      for (FileStatus file : files.listStatus(new Path(table, "_delta_log"))) {
        String name = file.getPath().getName();
        version(COMMIT, name).ifPresent(found.commits::add);
        version(CHECKSUM, name).ifPresent(found.checksums::add);
        version(CHECKPOINT, name).ifPresent(found.checkpoints::add);
      }
    } catch (FileNotFoundException e) {
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static Optional<Long> version(Pattern pattern, String name) {
    Matcher found = pattern.matcher(name);
    return found.matches() ? Optional.of(Long.valueOf(found.group(1))) : Optional.empty();
  }

  /** Where the commit of a version lies. */
  public Path file(long version) {
    return new Path(table, String.format("_delta_log/%020d.json", version));
  }

  /**
   * What a version did.
   *
   * @throws IOException if its file is gone or is not what Delta writes
   */
  public LoggedCommit read(long version) throws IOException {
    String text;
    try (var in = files.open(file(version))) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Map<String, Long> transactions = new HashMap<>();
    JsonNode info = JSON.missingNode();
    List<LoggedFile> added = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    boolean changes = false;
    for (String line : text.split("\n")) {
      JsonNode action = JSON.readTree(line);
      info = action.has("commitInfo") ? action.get("commitInfo") : info;
      if (action.has("txn")) {
        JsonNode txn = action.get("txn");
        transactions.put(txn.path("appId").asText(), txn.path("version").asLong());
      } else if (action.has("add")) {
        added.add(file(action.get("add")));
      } else if (action.has("remove")) {
        removed.add(action.get("remove").path("path").asText());
        changes |= action.get("remove").path("dataChange").asBoolean();
      }
    }
    Commit commit =
        new Commit(
            version,
            Map.copyOf(transactions),
            metrics(info),
            info.path("userMetadata").asText(""),
            added.stream().map(LoggedFile::path).toList());
    return new LoggedCommit(
        commit,
        info.path("operation").asText(""),
        List.copyOf(added),
        List.copyOf(removed),
        changes);
  }

  private static Map<String, String> metrics(JsonNode info) {
    Map<String, String> metrics = new HashMap<>();
    info.path("operationMetrics")
        .fields()
        .forEachRemaining(metric -> metrics.put(metric.getKey(), metric.getValue().asText()));
    return Map.copyOf(metrics);
  }

  private static LoggedFile file(JsonNode add) throws IOException {
    JsonNode records = JSON.readTree(add.path("stats").asText("{}")).path("numRecords");
    return new LoggedFile(
        add.path("path").asText(),
        records.isNumber() ? OptionalLong.of(records.asLong()) : OptionalLong.empty(),
        add.path("modificationTime").asLong(),
        add.path("deletionVector").toString(),
        add.path("dataChange").asBoolean());
  }

  /** Those of some files, by their paths as commits name them, that are not there. */
  public List<String> absent(Iterable<String> paths) {
    List<String> absent = new ArrayList<>();
    try {
      TreeSet<String> there = new TreeSet<>();
      String root = table.toUri().getPath() + "/";
      var found = files.listFiles(table, true);
      while (found.hasNext()) {
        there.add(found.next().getPath().toUri().getPath());
      }
      for (String path : paths) {
        Path file = new Path(java.net.URI.create(path));
        boolean listed = there.contains(root + file.toUri().getPath());
        if (!listed && !files.exists(file.isAbsolute() ? file : new Path(table, file))) {
          absent.add(path);
        }
      }
    } catch (FileNotFoundException e) {
      paths.forEach(absent::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return absent;
  }

  /** The table's folder. */
  @Override
  public String toString() {
    return table.toUri().getPath();
  }
}
