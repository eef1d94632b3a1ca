package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.cli.Lakehouse.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that were damaged between two runs, and brought back afterwards. */
@Tag("faults")
class CheckpointFaultsIT {
  private static final int REFUSED = 7;

  @TempDir Path folder;
  private Warm warm;

  @Test
  void aDamagedCheckpointIsRefusedUntilItIsBack() throws Exception {
    warm = new Warm(folder, "bronze");
    assertThat(warm.drain().code()).isZero();
    int file = 3;
    Verdict all = Verdict.CLEAN;
    for (var damage : damages().entrySet()) {
      warm.deliver(file++);
      refused(damage.getKey(), damage.getValue());
      Verdict verdict = warm.verdict();
      assertThat(verdict).as("after it was %s", damage.getKey()).isEqualTo(Verdict.CLEAN);
      all = all.and(verdict);
    }
    FaultTable.add(
        Fault.CHECKPOINT_DAMAGED,
        "refused with exit code 7, no row written or recorded; then brought back",
        damages().size(),
        all);
  }

  private interface Damage {
    void make(Path checkpoint, long newest) throws IOException;
  }

  private static Map<String, Damage> damages() {
    Map<String, Damage> damages = new TreeMap<>();
    damages.put("deleted", (folder, newest) -> FileUtils.deleteDirectory(folder.toFile()));
    damages.put("without its query", (folder, newest) -> delete(folder.resolve("metadata")));
    damages.put("without its newest plan", (folder, newest) -> delete(offsets(folder, newest)));
    damages.put("with a gap", (folder, newest) -> delete(offsets(folder, newest - 1)));
    damages.put("truncated", (folder, newest) -> truncate(offsets(folder, newest)));
    damages.put("bit-flipped", (folder, newest) -> flip(offsets(folder, newest)));
    return damages;
  }

  private void refused(String what, Damage damage) throws IOException, SQLException {
    Path checkpoint = warm.trial().checkpoint("bronze");
    Path backup = folder.resolve("backup");
    FileUtils.copyDirectory(checkpoint.toFile(), backup.toFile());
    List<String> before = rows();
    damage.make(checkpoint, newest(checkpoint));
    Ended ended = warm.drain();
    assertThat(ended.code()).as("%s: %s", what, ended).isEqualTo(REFUSED);
    assertThat(rows()).as(what).isEqualTo(before);
    FileUtils.deleteDirectory(checkpoint.toFile());
    FileUtils.moveDirectory(backup.toFile(), checkpoint.toFile());
  }

  /** Of the tables each file of their logs, of the tracking store each task. */
  private List<String> rows() throws IOException, SQLException {
    List<String> rows = new ArrayList<>();
    for (Path table : List.of(warm.trial().bronze(), warm.trial().bronzeQuarantine())) {
      rows.addAll(names(table.resolve("_delta_log")));
    }
    warm.trial()
        .tracking()
        .rows("SELECT * FROM Task_Metadata ORDER BY task_id")
        .forEach(row -> rows.add(row.toString()));
    return rows;
  }

  private static long newest(Path checkpoint) throws IOException {
    return names(checkpoint.resolve("offsets")).stream()
        .filter(name -> name.matches("\\d+"))
        .mapToLong(Long::parseLong)
        .max()
        .orElseThrow();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Path offsets(Path checkpoint, long batch) {
    return checkpoint.resolve("offsets/" + batch);
  }

  private static Path checksum(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".crc");
  }

  private static void delete(Path file) throws IOException {
    Files.delete(file);
    Files.deleteIfExists(checksum(file));
  }

  /** Without its checksum, as a copy by other means would be. */
  private static void truncate(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    Files.deleteIfExists(checksum(file));
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.truncate(content.length / 2);
    }
  }

  private static void flip(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);
  }
}
