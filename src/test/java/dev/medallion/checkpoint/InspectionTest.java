package dev.medallion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage is told from what a crash leaves. */
class InspectionTest {
  private static final String OFFSETS = "v1\n{\"batchWatermarkMs\":0}\n{\"batch\":%d}\n-";
  private static final String COMMIT = "v1\n{\"nextBatchWatermarkMs\":0}";

  @TempDir Path folder;
  private final Map<String, String> files = new TreeMap<>();

  /** Batch 2 is planned and was not done. */
  @BeforeEach
  void sound() {
    files.put("metadata", "{\"id\":\"11111111-2222-3333-4444-555555555555\"}");
    for (int batch = 0; batch <= 2; batch++) {
      files.put("offsets/" + batch, OFFSETS.formatted(batch));
    }
    files.put("commits/0", COMMIT);
    files.put("commits/1", COMMIT);
    files.put("sources/0/settled", "{\"batch\":1,\"held\":[]}");
    files.put("sql-state", "SUM");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "metadata | | is gone, though the folder has batches",
        "metadata | '' | is empty",
        "metadata | {\"id\":\"1111 | is not the JSON that it should be",
        "metadata | {} | has no id of a query",
        "offsets/1 | | is gone, though offsets/2 is there",
        "offsets/2 | '' | is empty",
        "offsets/2 | v1 | ends after its version",
        "offsets/2 | v1;{\"batchWat | is not the JSON that it should be",
        "offsets/2 | v1;{} | has no offset",
        "offsets/2 | v1;{};{\"batch\":2} | ends after 1 of 2 streams",
        "offsets/2 | v1;{};{\"bat;- | is not the JSON that it should be",
        "offsets/2 | PK | does not begin with a version such as v1",
        "offsets/1 | '' | is empty",
        "commits/1 | | is gone, though offsets/2 is there",
        "commits/1 | '' | is empty",
        "commits/1 | v1 | ends after its version",
        "sources/0/settled | {\"batch\":1,\"he | is not the JSON that it should be",
        "reset-begun | '' | tells of a reset that was begun and did not end; run it again"
      })
  void damageIsFound(String file, String text, String finding) throws IOException {
    change(file, text);

    assertThat(checkpoint().damage(100)).contains(new Damage(file, finding));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "commits/2 | v1;{}",
        "offsets/.2.uuid.tmp | v1",
        "sources/0/settled |",
        "sql-state |"
      })
  void whatACrashLeavesIsSound(String file, String text) throws IOException {
    change(file, text);

    assertThat(checkpoint().damage(100)).isEmpty();
  }

  @Test
  void aNewCheckpointIsSound() throws IOException {
    files.clear();
    files.put("sql-state", "SUM");
    assertThat(checkpoint().damage(100)).isEmpty();
    files.put("metadata", "{\"id\":\"11111111-2222-3333-4444-555555555555\"}");
    assertThat(checkpoint().damage(100)).isEmpty();
    Files.createDirectories(folder.resolve("offsets"));
    Files.createDirectories(folder.resolve("commits"));
    assertThat(checkpoint().damage(100)).isEmpty();
    files.put("offsets/0", OFFSETS.formatted(0));
    assertThat(checkpoint().damage(100)).isEmpty();
  }

  /** Spark deletes what is older in any order, offsets first. */
  @Test
  void whatIsOldMayBeGoneInPart() throws IOException {
    for (int batch = 0; batch <= 9; batch++) {
      files.put("offsets/" + batch, OFFSETS.formatted(batch));
      files.put("commits/" + batch, COMMIT);
    }
    files.remove("commits/9");
    files.remove("offsets/1");
    files.remove("offsets/3");
    files.remove("commits/2");
    assertThat(checkpoint().damage(5)).isEmpty();
    files.remove("offsets/0");
    files.remove("offsets/2");
    assertThat(checkpoint().damage(5)).isEmpty();
    files.remove("offsets/7");
    assertThat(checkpoint().damage(5))
        .contains(new Damage("offsets/7", "is gone, though offsets/8 is there"));
  }

  @Test
  void batchesThatWereNeverPlannedAreNotDone() throws IOException {
    files.remove("offsets/2");
    files.remove("offsets/1");
    assertThat(checkpoint().damage(100))
        .contains(new Damage("offsets/1", "is gone, though commits/1 is there"));
    files.keySet().removeIf(name -> name.startsWith("offsets"));
    assertThat(checkpoint().damage(100))
        .contains(new Damage("offsets/1", "is gone, though commits/1 is there"));
  }

  @Test
  void batchesWithoutAnyThatIsDoneAreTooMany() throws IOException {
    files.keySet().removeIf(name -> name.startsWith("commits"));
    assertThat(checkpoint().damage(100))
        .contains(new Damage("commits/1", "is gone, though offsets/2 is there"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"metadata", "offsets/2", "offsets/1", "commits/1", "sql-state"})
  void aFlippedBitIsFoundByTheChecksum(String file) throws IOException {
    Checkpoint checkpoint = checkpoint();
    checkpoint.note(file, files.get(file));
    assertThat(checkpoint.damage(100)).isEmpty();
    byte[] bytes = Files.readAllBytes(folder.resolve(file));
    bytes[bytes.length - 2] ^= 1;
    Files.write(folder.resolve(file), bytes);

    assertThat(checkpoint.damage(100)).contains(new Damage(file, "does not fit its checksum"));
  }

  private void change(String file, String text) {
    if (text == null) {
      files.remove(file);
    } else {
      files.put(file, text.replace(';', '\n'));
    }
  }

  /** The files as they are to be, and no others. */
  private Checkpoint checkpoint() throws IOException {
    for (String log : new String[] {"offsets", "commits"}) {
      if (Files.isDirectory(folder.resolve(log))) {
        try (var old = Files.list(folder.resolve(log))) {
          for (Path file : old.toList()) {
            Files.delete(file);
          }
        }
      }
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue().getBytes(StandardCharsets.UTF_8));
    }
    return new Checkpoint(folder.toString(), new Configuration());
  }
}
