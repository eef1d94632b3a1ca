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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was found after each fault, and without each guard. Every test adds its rows; in the profile
 * {@code faults} they are written to {@code docs/faults.md} each time, with those of other test
 * classes and JVMs of the same run of Maven, and with every one of which no test has told.
 */
public final class FaultTable {
  private static final String RUN = System.getProperty("medallion.faults.run", "by-hand");
  private static final String DOCUMENT = System.getProperty("medallion.faults.document", "");
  private static final Path FOLDER = Path.of("target", "faults", RUN.replaceAll("[^0-9a-z-]", "_"));
  private static final Path GUARDS = FOLDER.resolveSibling(FOLDER.getFileName() + ".guards");

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
    verdict.untrue().forEach(System.out::println);
    add(FOLDER.resolve(fault.name()), row);
  }

  /**
   * Adds what was found without a guard.
   *
   * @param also what else showed that it was missing
   */
  static synchronized void add(Guard guard, Verdict verdict, String also) {
    String row =
        "| %s | %s | %d | %d | %d | %s |"
            .formatted(
                guard.words(),
                guard.fault(),
                verdict.lost(),
                verdict.doubled(),
                verdict.untrue().size(),
                also);
    verdict.untrue().forEach(System.out::println);
    add(GUARDS.resolve(guard.name()), row);
  }

  private static void add(Path file, String row) {
    System.out.println(row + " -Dmedallion.seed=" + SEED);
    try {
      Files.createDirectories(FOLDER);
      Files.createDirectories(GUARDS);
      Files.writeString(file, row);
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
      Files.writeString(document, text(rows(FOLDER, Fault.class), rows(GUARDS, Guard.class)));
    }
  }

  private static <E extends Enum<E>> Map<E, String> rows(Path folder, Class<E> type)
      throws IOException {
    Map<E, String> rows = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        rows.put(Enum.valueOf(type, file.getFileName().toString()), Files.readString(file));
      }
    }
    return rows;
  }

  private static String text(Map<Fault, String> faults, Map<Guard, String> guards) {
    List<String> lines =
        new ArrayList<>(List.of(HEAD.formatted(LocalDate.now(ZoneOffset.UTC), SEED)));
    lines.addAll(faults.values());
    lines.add(notRun(Fault.values(), faults, Fault::words));
    lines.add(GUARDS_HEAD);
    lines.addAll(guards.values());
    lines.add(notRun(Guard.values(), guards, Guard::words));
    return String.join("\n", lines) + "\n";
  }

  private static <E> String notRun(E[] all, Map<E, String> rows, Function<E, String> words) {
    String missing =
        Stream.of(all)
            .filter(one -> !rows.containsKey(one))
            .map(one -> "- " + words.apply(one))
            .collect(Collectors.joining("\n"));
    return "\nLeft out of this run, or not at their end:\n\n"
        + (missing.isEmpty() ? "- nothing; each was tried." : missing);
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

  private static final String GUARDS_HEAD =
      """

      ## With a guard taken out

      Would the verifier see it if something were wrong? Here the class of one guard is compiled anew without it, and
      processes with that class meet the fault that it guards against. What they leave is wrong by the same verifier's
      counts, or by what stands beside them. The checks of `reconcile` are held against disagreements that are planted one
      at a time, in `ReconcileTest`; that Delta's own store for local logs lets both of two writers win, which the links of
      ours do not, is shown in `LinkedLogStoreTest`.

      | guard taken out | fault | lost | doubled | false tracking rows | what else |
      |---|---|---|---|---|---|""";
}
