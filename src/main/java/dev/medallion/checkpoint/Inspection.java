package dev.medallion.checkpoint;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Tells a damaged checkpoint from one that Spark has left, be it in the middle of a batch or of
 * clearing up: a batch is planned in {@code offsets}, later noted in {@code commits}, each file is
 * there whole or not at all, and the oldest of either are deleted in any order. It reads the names
 * of files, and of files only those that Spark reads when it starts.
 */
final class Inspection {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final String ABSENT = "is gone";

  private final Path folder;
  private final FileSystem files;
  private final int kept;

  /**
   * @param kept how many of the newest batches Spark keeps
   */
  Inspection(Path folder, FileSystem files, int kept) {
    this.folder = folder;
    this.files = files;
    this.kept = kept;
  }

  /** What was found, on its way out. */
  private static final class Found extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Damage damage;

    Found(String file, String finding) {
      this(file, finding, null);
    }

    Found(String file, String finding, Exception cause) {
      super(file + " " + finding, cause);
      this.damage = new Damage(file, finding);
    }
  }

  /** The id in {@code metadata}; empty where the file is not there. */
  Optional<UUID> id() throws IOException {
    try {
      return metadata();
    } catch (Found e) {
      return Optional.empty();
    }
  }

  /** The same, which fails where the file has none. */
  Optional<UUID> readId() throws IOException {
    try {
      return metadata();
    } catch (Found e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  Optional<Damage> damage() throws IOException {
    try {
      if (files.exists(new Path(folder, Renewal.BEGUN))) {
        throw new Found(
            Renewal.BEGUN, "tells of a reset that was begun and did not end; run it again");
      }
      TreeSet<Long> planned = batches("offsets");
      TreeSet<Long> done = batches("commits");
      if (metadata().isEmpty() && !(planned.isEmpty() && done.isEmpty())) {
        throw new Found("metadata", ABSENT + ", though the folder has batches");
      }
      requireSequence(planned, done);
      if (!planned.isEmpty()) {
        requireOffsets(planned.last());
      }
      if (!done.isEmpty()) {
        requireCommit(done.last());
      }
      requireNotes();
      return Optional.empty();
    } catch (Found e) {
      return Optional.of(e.damage);
    }
  }

  private Optional<UUID> metadata() throws IOException, Found {
    Optional<String> text = text("metadata");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(UUID.fromString(json("metadata", text.get()).path("id").asText()));
    } catch (IllegalArgumentException e) {
      throw new Found("metadata", "has no id of a query", e);
    }
  }

  /** Spark never deletes what is newer than the batches that it keeps. */
  private void requireSequence(TreeSet<Long> planned, TreeSet<Long> done) throws Found {
    requireGapless("offsets", planned);
    requireGapless("commits", done);
    if (!done.isEmpty() && (planned.isEmpty() || done.last() > planned.last())) {
      throw new Found(
          "offsets/" + done.last(), ABSENT + ", though commits/" + done.last() + " is there");
    }
    long open = planned.isEmpty() ? 0 : planned.last();
    if (open > 0 && (done.isEmpty() || done.last() < open - 1)) {
      throw new Found("commits/" + (open - 1), ABSENT + ", though offsets/" + open + " is there");
    }
  }

  private void requireGapless(String log, TreeSet<Long> batches) throws Found {
    if (batches.isEmpty()) {
      return;
    }
    long newest = batches.last();
    long oldest = Math.max(batches.first(), newest - kept + 1);
    for (long batch = newest; batch > oldest; batch--) {
      if (!batches.contains(batch - 1)) {
        throw new Found(
            log + "/" + (batch - 1), ABSENT + ", though " + log + "/" + batch + " is there");
      }
    }
    if (newest > 0 && newest == batches.first() && log.equals("offsets")) {
      throw new Found(
          log + "/" + (newest - 1), ABSENT + ", though " + log + "/" + newest + " is there");
    }
  }

  private void requireOffsets(long newest) throws IOException, Found {
    int streams = streams("offsets/" + newest);
    if (newest > 0) {
      int before = streams("offsets/" + (newest - 1));
      if (streams < before) {
        throw new Found(
            "offsets/" + newest, "ends after %d of %d streams".formatted(streams, before));
      }
    }
  }

  private int streams(String file) throws IOException, Found {
    String[] lines = lines(file);
    for (int i = 2; i < lines.length; i++) {
      if (!lines[i].equals("-")) {
        json(file, lines[i]);
      }
    }
    if (lines.length < 3) {
      throw new Found(file, "has no offset");
    }
    return lines.length - 2;
  }

  private void requireCommit(long newest) throws IOException, Found {
    lines("commits/" + newest);
  }

  /** The version, and an object in JSON, which every file of the two logs begins with. */
  private String[] lines(String file) throws IOException, Found {
    String[] lines = text(file).orElseThrow(() -> new Found(file, ABSENT)).split("\n");
    if (!lines[0].matches("v\\d+")) {
      throw new Found(
          file, lines[0].isBlank() ? "is empty" : "does not begin with a version such as v1");
    }
    if (lines.length < 2 || !json(file, lines[1]).isObject()) {
      throw new Found(file, "ends after its version");
    }
    return lines;
  }

  /** Texts of ours, which are also read. */
  private void requireNotes() throws IOException, Found {
    text("sql-state");
    for (FileStatus source : list("sources")) {
      String settled = "sources/" + source.getPath().getName() + "/settled";
      Optional<String> text = text(settled);
      if (text.isPresent()) {
        json(settled, text.get());
      }
    }
  }

  private static JsonNode json(String file, String text) throws Found {
    try {
      JsonNode json = JSON.readTree(text);
      if (!json.isMissingNode()) {
        return json;
      }
      throw new Found(file, "is empty");
    } catch (IOException e) {
      throw new Found(file, "is not the JSON that it should be", e);
    }
  }

  private Optional<String> text(String file) throws IOException, Found {
    try (var in = files.open(new Path(folder, file))) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (ChecksumException e) {
      throw new Found(file, "does not fit its checksum", e);
    }
  }

  private TreeSet<Long> batches(String log) throws IOException {
    TreeSet<Long> numbers = new TreeSet<>();
    Arrays.stream(list(log))
        .map(file -> file.getPath().getName())
        .filter(name -> name.matches("\\d{1,18}"))
        .forEach(name -> numbers.add(Long.valueOf(name)));
    return numbers;
  }

  private FileStatus[] list(String name) throws IOException {
    try {
      return files.listStatus(new Path(folder, name));
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  /** For callers who cannot go on without the file system. */
  interface Look<T> {
    T at(Inspection inspection) throws IOException;
  }

  static <T> T of(Inspection inspection, Look<T> look) {
    try {
      return look.at(inspection);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
