package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.medallion.Contents;
import dev.medallion.LocalSpark;
import dev.medallion.fault.Failpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others do to a landing file between the planning of its batch and its reading. */
@Tag("faults")
class LandingFaultsIT {
  @TempDir Path folder;

  @AfterEach
  void nothingFailsAfterwards() {
    Failpoint.plan("");
  }

  /** What came later is never read; the program says so, and how to deliver it. */
  @Test
  void aFileThatGrowsIsReadAsItWasPlanned() throws Exception {
    Warm warm = new Warm(folder, "bronze");
    Path file = warm.trial().landing().resolve("invoices-1-00001.json");
    meanwhile(
        warm,
        () -> Files.writeString(file, "{\"InvoiceNumber\":\"late\"}\n", StandardOpenOption.APPEND));
    tell(
        Fault.FILE_CHANGED, "a line appended while its batch waits at a failpoint", warm.verdict());
    assertThat(file).exists();
  }

  /** The half is what was given then; the rest waits under a name that was read. */
  @Test
  void aFileThatIsHalfCopiedIsReadAsFarAsItGoes() throws Exception {
    Warm warm = new Warm(folder, "bronze");
    Path file = warm.trial().landing().resolve("invoices-1-00001.json");
    String all = Files.readString(file);
    String half = all.substring(0, all.length() / 2);
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, half);
    Files.setLastModifiedTime(file, time);
    meanwhile(warm, () -> Files.writeString(file, all));
    assertThat(warm.drain().code()).isZero();
    Contents given = new Contents();
    half.lines().forEach(line -> given.add("invoices-1-00001.json", line));
    Files.readAllLines(warm.delivery().copies().resolve("invoices-2-00001.json"))
        .forEach(line -> given.add("invoices-2-00001.json", line));
    tell(
        Fault.FILE_HALF_COPIED,
        "the other half written while its batch waits at a failpoint",
        new Verifier(warm.trial(), given, false, LocalSpark.session()).verdict());
  }

  @Test
  void aFileThatIsDeletedFailsItsBatchUntilItIsBack() throws Exception {
    Warm warm = new Warm(folder, "bronze");
    Path file = warm.trial().landing().resolve("invoices-1-00001.json");
    Path copy = warm.delivery().copies().resolve("invoices-1-00001.json");
    meanwhile(warm, () -> Files.delete(file));
    assertThat(warm.drain().code()).isEqualTo(1);
    Files.copy(copy, file);
    tell(
        Fault.FILE_DELETED,
        "deleted while its batch waits at a failpoint, brought back later",
        warm.verdict());
  }

  private static void tell(Fault fault, String how, Verdict verdict) {
    assertThat(verdict).isEqualTo(Verdict.CLEAN);
    FaultTable.add(fault, how, 1, verdict);
  }

  private interface Change {
    void make() throws IOException;
  }

  private static void meanwhile(Warm warm, Change change) {
    Failpoint.plan("before-sink:1:sleep:2000");
    CompletableFuture<Void> made = CompletableFuture.runAsync(() -> whenReached(change));
    warm.drain();
    made.join();
    Failpoint.plan("");
  }

  private static void whenReached(Change change) {
    await().atMost(Duration.ofMinutes(2)).until(Failpoint::happened);
    try {
      change.make();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
