package dev.medallion.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was found after each fault. Every test adds its rows; in the profile {@code faults} they are
 * written to {@code docs/faults.md} each time, with those of other test classes and JVMs of the
 * same run of Maven, and with every fault of which no test has told.
 */
public final class FaultTable {
  private static final String RUN = System.getProperty("medallion.faults.run", "by-hand");
  private static final String DOCUMENT = System.getProperty("medallion.faults.document", "");
  private static final Path FOLDER = Path.of("target", "faults", RUN.replaceAll("[^0-9a-z-]", "_"));

  /** Draws the same moments again: {@code -Dmedallion.seed=…}; one for all tests of a run. */
  static final long SEED =
      Long.getLong("medallion.seed", RUN.equals("by-hand") ? System.nanoTime() : RUN.hashCode());

  private FaultTable() {}

  /** Adds a row, or takes the place of that of the same fault. */
  public static synchronized void add(Fault fault, String how, long rounds, Verdict verdict) {
    String row =
        "| %s | %s | %d | %d | %d | %d |"
            .formatted(
                fault.words(),
                how,
                rounds,
                verdict.lost(),
                verdict.doubled(),
                verdict.untrue().size());
    System.out.println(row + " -Dmedallion.seed=" + SEED);
    verdict.untrue().forEach(System.out::println);
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(FOLDER.resolve(fault.name()), row);
      if (!DOCUMENT.isEmpty()) {
        write(Path.of(DOCUMENT));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path document) throws IOException {
    try (var lock =
            FileChannel.open(
                FOLDER.resolveSibling("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var held = lock.lock()) {
      Files.writeString(document, text(rows()));
    }
  }

  private static Map<Fault, String> rows() throws IOException {
    Map<Fault, String> rows = new TreeMap<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.toList()) {
        rows.put(Fault.valueOf(file.getFileName().toString()), Files.readString(file));
      }
    }
    return rows;
  }

  private static String text(Map<Fault, String> rows) {
    List<String> lines =
        new ArrayList<>(List.of(HEAD.formatted(LocalDate.now(ZoneOffset.UTC), SEED)));
    lines.addAll(rows.values());
    lines.add("");
    lines.add("Left out of this run, or not at their end:");
    lines.add("");
    String missing =
        Stream.of(Fault.values())
            .filter(fault -> !rows.containsKey(fault))
            .map(fault -> "- " + fault.words())
            .collect(Collectors.joining("\n"));
    lines.add(missing.isEmpty() ? "- nothing; every fault of the list was tried." : missing);
    return String.join("\n", lines) + "\n";
  }

  private static final String HEAD =
      """
      # Faults

      Written by the tests of `mvn verify -Pfaults` themselves, on %s (UTC), with `-Dmedallion.seed=%d`; not to be changed by
      hand. A run of some of them fills some rows; those of several runs with one `-Dmedallion.faults.run` stand together.

      After each fault the program runs once more, undisturbed, until its input is drained. Then a verifier that shares no
      code with it recomputes from the input what should be there, reads the tables with plain Spark and the tracking rows
      with plain JDBC, and counts: rows lost, rows doubled (or there without having been given), and tracking rows that are
      not true: a batch without exactly one successful row, counts or versions that are not the commit's, offsets that do
      not join, runs and tasks left open.

      | fault | injected how | rounds | lost | doubled | false tracking rows |
      |---|---|---|---|---|---|""";
}
