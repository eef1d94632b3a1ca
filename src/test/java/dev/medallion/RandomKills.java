package dev.medallion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Kills processes of a trial, each at another moment of its work. */
public final class RandomKills {
  private static final Duration LONGEST_ROUND = Duration.ofMinutes(1);
  private static final int LONGEST_START_MILLIS = 8_000;
  private static final int LONGEST_DELAY_MILLIS = 500;

  private final Path folder;
  private final List<Path> places;
  private final Random random;

  /**
   * @param places folders in which files appear while the process works
   * @param seed draws the same moments again
   */
  public RandomKills(Trial trial, List<Path> places, long seed) {
    this.folder = trial.folder();
    this.places = List.copyOf(places);
    this.random = new Random(seed);
  }

  /**
   * Kills the process some time after it started, or after a file of its work appeared; tells when.
   */
  public String kill(Child child) throws InterruptedException {
    String moment = random.nextInt(5) == 0 ? startUp(child) : work(child);
    child.kill();
    return moment;
  }

  private String startUp(Child child) throws InterruptedException {
    Duration delay = Duration.ofMillis(random.nextInt(LONGEST_START_MILLIS));
    assertThat(child.lives(delay)).as(child.output()).isTrue();
    return delay.toMillis() + " ms after its start";
  }

  private String work(Child child) throws InterruptedException {
    Path place = places.get(random.nextInt(places.size()));
    int count = random.nextInt(4) == 0 ? 2 : 1;
    Duration delay =
        Duration.ofMillis(random.nextBoolean() ? 0 : random.nextInt(LONGEST_DELAY_MILLIS));
    String seen = awaitNew(place, count) ? "" : " (which did not come)";
    assertThat(child.lives(delay)).as(child.output()).isTrue();
    return "%d ms after %d new in %s%s"
        .formatted(delay.toMillis(), count, folder.relativize(place), seen);
  }

  private static boolean awaitNew(Path place, int count) {
    Set<Path> before = files(place);
    try {
      Awaitility.await()
          .atMost(LONGEST_ROUND)
          .pollInterval(Duration.ofMillis(2))
          .until(
              () -> {
                Set<Path> now = new HashSet<>(files(place));
                now.removeAll(before);
                return now.size() >= count;
              });
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  /** Hidden files, which are there before their content is, do not count. */
  private static Set<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .collect(Collectors.toSet());
    } catch (IOException | UncheckedIOException e) {
      return Set.of(); // not there yet, or changed while it was listed
    }
  }
}
