package dev.medallion.delta;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The commits of one Delta table, read from their files. Not for use by several threads at once.
 */
public final class CommitLog {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private final FileSystem files;
  private final Path folder;
  private long newest = -1;

  /**
   * @param table the table's folder, on any Hadoop file system
   */
  public CommitLog(String table, Configuration hadoop) {
    this.folder = new Path(table, "_delta_log");
    try {
      this.files = folder.getFileSystem(hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of the table, as a whole URI: a catalog takes a part of one for its own. */
  String table() {
    return files.makeQualified(folder.getParent()).toString();
  }

  /**
   * The table's newest version; empty while it has no commit. It asks for the files behind the
   * newest one known, at first behind the last checkpoint, instead of listing the log.
   */
  public OptionalLong latestVersion() {
    try {
      if (newest < 0) {
        newest = lastCheckpoint().orElse(-1);
      }
      while (files.exists(file(newest + 1))) {
        newest++;
      }
      return newest < 0 ? OptionalLong.empty() : OptionalLong.of(newest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commit that made a version; empty if its file is gone or not there yet. */
  public Optional<Commit> commit(long version) {
    try (var in = files.open(file(version));
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return Optional.of(parse(version, lines));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commit of a transaction among the versions behind {@code after}, searched forwards. */
  public Optional<Commit> findAfter(long after, String application, long transaction) {
    for (long version = after + 1; ; version++) {
      Optional<Commit> commit = commit(version);
      if (commit.isEmpty() || commit.get().holds(application, transaction)) {
        return commit;
      }
    }
  }

  /**
   * The newest commit of an application, searched backwards from the newest version through the
   * commit files that are still there; a writer's own last commit is almost always the newest. For
   * an application that never committed, this reads the whole log.
   */
  public Optional<Commit> lastOf(String application) {
    for (long version = latestVersion().orElse(-1); version >= 0; version--) {
      Optional<Commit> commit = commit(version);
      if (commit.isEmpty() || commit.get().transactions().containsKey(application)) {
        return commit;
      }
    }
    return Optional.empty();
  }

  private OptionalLong lastCheckpoint() throws IOException {
    try (var in = files.open(new Path(folder, "_last_checkpoint"))) {
      return OptionalLong.of(JSON.readTree((java.io.InputStream) in).path("version").asLong());
    } catch (FileNotFoundException e) {
      return OptionalLong.empty();
    }
  }

  private Path file(long version) {
    return new Path(folder, String.format("%020d.json", version));
  }

  private static Commit parse(long version, BufferedReader lines) throws IOException {
    Map<String, Long> transactions = new HashMap<>();
    Map<String, String> metrics = Map.of();
    String userMetadata = "";
    List<String> added = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode action = JSON.readTree(line);
      if (action.has("commitInfo")) {
        JsonNode info = action.get("commitInfo");
        userMetadata = info.path("userMetadata").asText("");
        metrics = info.has("operationMetrics") ? texts(info.get("operationMetrics")) : metrics;
      } else if (action.has("txn")) {
        JsonNode txn = action.get("txn");
        transactions.put(txn.get("appId").asText(), txn.get("version").asLong());
      } else if (action.has("add")) {
        added.add(name(action.get("add").get("path").asText()));
      }
    }
    return new Commit(version, Map.copyOf(transactions), metrics, userMetadata, List.copyOf(added));
  }

  private static Map<String, String> texts(JsonNode node) {
    return Map.copyOf(JSON.convertValue(node, TEXTS));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
