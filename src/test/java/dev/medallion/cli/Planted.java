package dev.medallion.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/** What no repair of the tracking store ends, made by hand, with the lines that tell it. */
enum Planted {
  NEWEST_COMMIT_FILE_DELETED(
      lake -> lake.delete(lake.log("silver/dear", 2)),
      "silver: batch 2: target: task row 6 says COMPLETED as version 2, but the log of"
          + " ~/lake/silver/dear has no commit of it; the checkpoint says that it is done: restore"
          + " ~/lake/silver/dear/_delta_log/00000000000000000002.json from a backup"),
  MIDDLE_COMMIT_FILE_DELETED(
      lake -> lake.delete(lake.log("gold/shops", 2)),
      "gold: batch 1: target: task row 8 says COMPLETED as version 2, but the log of"
          + " ~/lake/gold/shops has no commit of it; the checkpoint says that it is done: restore"
          + " ~/lake/gold/shops/_delta_log/00000000000000000002.json from a backup"),
  FIRST_COMMIT_FILE_DELETED(
      lake -> lake.delete(lake.log("gold/shops", 0)),
      "gold: log of ~/lake/gold/shops:"
          + " ~/lake/gold/shops/_delta_log/00000000000000000000.json is not there, but later"
          + " versions are; no other place is right: restore"
          + " ~/lake/gold/shops/_delta_log/00000000000000000000.json from a backup"),
  FILE_ADDED_TWICE(
      lake ->
          lake.change(
              lake.log("bronze/sales", 1), text -> text + added(lake.log("bronze/sales", 1))),
      "bronze: file of ~/lake/bronze/sales: version 1 adds part-00000-UUID-c000.snappy.parquet, but"
          + " the same version has it already; no other place is right: restore"
          + " ~/lake/bronze/sales/_delta_log/00000000000000000001.json from a backup"),
  FILE_ADDED_AGAIN(
      lake ->
          lake.change(
              lake.log("bronze/sales", 2), text -> text + added(lake.log("bronze/sales", 1))),
      "bronze: batch 2: target: version 2 of ~/lake/bronze/sales says 4 rows, but the files that it"
          + " adds have 7; no other place is right: restore"
          + " ~/lake/bronze/sales/_delta_log/00000000000000000002.json from a backup",
      "bronze: file of ~/lake/bronze/sales: version 2 adds part-00000-UUID-c000.snappy.parquet, but"
          + " version 1 added it and none removed it; no other place is right: restore"
          + " ~/lake/bronze/sales/_delta_log/00000000000000000002.json from a backup"),
  SIGNATURE_CHANGED(
      lake ->
          lake.change(
              lake.log("bronze/sales", 1),
              text -> text.replace("\\\"batch\\\":1", "\\\"batch\\\":0")),
      "bronze: batch 1: signature: version 1 of ~/lake/bronze/sales says job bronze, query UUID,"
          + " batch 0, but its transaction is batch 1 of query UUID; no other place is right: restore"
          + " ~/lake/bronze/sales/_delta_log/00000000000000000001.json and"
          + " ~/lake/_checkpoints/sketch/bronze/offsets/1 from a backup"),
  TRANSACTION_DOUBLED(
      lake ->
          lake.change(
              lake.log("bronze/sales", 1),
              text -> text.replaceAll("(\"appId\":\"[^\"]*\",\"version\":)1", "$10")),
      "bronze: batch 0: target: versions [0, 1] of ~/lake/bronze/sales all hold it, but a batch is"
          + " committed once; no other place is right: restore the log of the table from a backup",
      "bronze: batch 0: signature: version 1 of ~/lake/bronze/sales says job bronze, query UUID,"
          + " batch 1, but its transaction is batch 0 of query UUID; no other place is right: restore"
          + " ~/lake/bronze/sales/_delta_log/00000000000000000001.json and"
          + " ~/lake/_checkpoints/sketch/bronze/offsets/0 from a backup",
      "bronze: batch 1: target: task row 2 says COMPLETED as version 1, but the log of"
          + " ~/lake/bronze/sales has no commit of it; the checkpoint says that it is done: restore"
          + " ~/lake/bronze/sales/_delta_log/00000000000000000001.json from a backup"),
  COMMITS_ENTRY_DELETED(
      lake -> lake.delete(lake.path("lake/_checkpoints/sketch/bronze/commits/1")),
      "bronze: batch 1: commits: ~/lake/_checkpoints/sketch/bronze/commits/1 is not there, but"
          + " ~/lake/_checkpoints/sketch/bronze/offsets/1 is; the batch was done: restore it from a"
          + " backup, or start the job over with `medallion reset CONF JOB`"),
  NEWEST_COMMITS_ENTRY_DELETED(
      lake -> lake.delete(lake.path("lake/_checkpoints/sketch/silver/commits/2")),
      "silver: batch 2: commits: ~/lake/_checkpoints/sketch/silver/commits/2 is not there, but run 2"
          + " drained its source; the Delta log is right: run the job: it finds the batch in its"
          + " place and notes it as done"),
  OFFSETS_ENTRY_DELETED(
      lake -> lake.delete(lake.path("lake/_checkpoints/sketch/bronze/offsets/1")),
      "bronze: batch 1: offsets: ~/lake/_checkpoints/sketch/bronze/offsets/1 is not there, but"
          + " ~/lake/_checkpoints/sketch/bronze/commits/1 is; the batch was planned: restore it from"
          + " a backup, or start the job over with `medallion reset CONF JOB`"),
  OFFSETS_ENTRY_CUT_OFF(
      lake -> lake.change(lake.path("lake/_checkpoints/sketch/silver/offsets/1"), cut(2)),
      "silver: batch 1: offsets: ~/lake/_checkpoints/sketch/silver/offsets/1 cannot be read, but the"
          + " batch was planned; no other place is right: restore it from a backup, or start the job"
          + " over with `medallion reset CONF JOB`"),
  QUARANTINE_COMMIT_DELETED(
      lake -> lake.delete(lake.log("silver/dear_quarantine", 0)),
      "silver: batch 1: quarantine: task row 5 says that 2 rows were kept back, but the log of"
          + " ~/lake/silver/dear_quarantine has no commit of it; nothing proves that they are kept:"
          + " restore the log of the table from a backup"),
  DATA_FILE_DELETED(
      lake -> lake.delete(dataFile(lake.path("lake/silver/dear_quarantine"))),
      "silver: file of ~/lake/silver/dear_quarantine: part-00000-UUID-c000.snappy.parquet is not"
          + " there, but version 0 added it and none removed it; the Delta log is right: restore it"
          + " from a backup"),
  CHECKPOINT_DELETED(
      lake -> deleteAll(lake.path("lake/_checkpoints/sketch/gold")),
      "gold: checkpoint: ~/lake/_checkpoints/sketch/gold/metadata is not there, but 3 batches of it"
          + " are on record; tracking only reports: restore it from a backup, or start the job over"
          + " with `medallion reset CONF JOB`"),
  BRONZE_VERSION_SKIPPED(
      lake ->
          lake.change(
              lake.path("lake/_checkpoints/sketch/silver/offsets/1"),
              text -> text.replace("\"index\":1", "\"index\":2")),
      "silver: batch 1: end_offsets: task row 5 has {\"sourceVersion\":1,\"reservoirId\":\"UUID\","
          + "\"reservoirVersion\":2,\"index\":1,\"isStartingVersion\":true}, but"
          + " ~/lake/_checkpoints/sketch/silver/offsets/1 has {\"sourceVersion\":1,\"reservoirId\":"
          + "\"UUID\",\"reservoirVersion\":2,\"index\":2,\"isStartingVersion\":true}; the checkpoint"
          + " is right: settle first what is said of batch 1",
      "silver: batch 1: input_rows: task row 5 has 3, but the versions of ~/lake/bronze/sales that"
          + " it read have 7; the Delta log is right: settle first what is said of batch 1",
      "silver: batch 1: signature: version 1 of ~/lake/silver/dear was made of other offsets, but"
          + " ~/lake/_checkpoints/sketch/silver/offsets/1 does not have them; no other place is"
          + " right: restore ~/lake/silver/dear/_delta_log/00000000000000000001.json and"
          + " ~/lake/_checkpoints/sketch/silver/offsets/1 from a backup",
      "silver: batch 1: signature: version 0 of ~/lake/silver/dear_quarantine was made of other"
          + " offsets, but ~/lake/_checkpoints/sketch/silver/offsets/1 does not have them; no other"
          + " place is right: restore"
          + " ~/lake/silver/dear_quarantine/_delta_log/00000000000000000000.json and"
          + " ~/lake/_checkpoints/sketch/silver/offsets/1 from a backup",
      "silver: batch 2: start_offsets: task row 6 has {\"sourceVersion\":1,\"reservoirId\":\"UUID\","
          + "\"reservoirVersion\":2,\"index\":1,\"isStartingVersion\":true}, but"
          + " ~/lake/_checkpoints/sketch/silver/offsets/2 has {\"sourceVersion\":1,\"reservoirId\":"
          + "\"UUID\",\"reservoirVersion\":2,\"index\":2,\"isStartingVersion\":true}; the checkpoint"
          + " is right: settle first what is said of batch 1",
      "silver: batch 2: input_rows: task row 6 has 4, but the versions of ~/lake/bronze/sales that"
          + " it read have 0; the Delta log is right: settle first what is said of batch 1");

  private final Consumer<Told> plant;
  private final List<String> lines;

  Planted(Consumer<Told> plant, String... lines) {
    this.plant = plant;
    this.lines = List.of(lines);
  }

  void plant(Told lake) {
    plant.accept(lake);
  }

  int count() {
    return lines.size();
  }

  List<String> lines(String last) {
    List<String> all = new ArrayList<>(lines);
    all.add(last);
    return all;
  }

  /** Leaves so many lines. */
  private static UnaryOperator<String> cut(int lines) {
    return text -> text.lines().limit(lines).collect(Collectors.joining("\n"));
  }

  private static String added(Path commit) {
    try (Stream<String> lines = Files.lines(commit)) {
      return lines.filter(line -> line.startsWith("{\"add\"")).findFirst().orElseThrow() + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path dataFile(Path table) {
    try (Stream<Path> files = Files.list(table)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .sorted()
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteAll(Path folder) {
    try {
      FileUtils.deleteDirectory(folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
