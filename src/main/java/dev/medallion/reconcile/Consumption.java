package dev.medallion.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.medallion.delta.LoggedFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * How many rows of a table a batch has read, by the table's log: those of the files between two
 * places of Delta's stream. It begins with the files of a snapshot, by time and name, and goes on
 * with what each commit added, in the commit's order.
 */
record Consumption(TableHistory table) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A place, behind the file of this index; below 0 it is before the first. */
  private record Place(long version, long index, boolean snapshot) {
    static Place of(String offset) throws JsonProcessingException {
      JsonNode node = JSON.readTree(offset);
      return new Place(
          node.path("reservoirVersion").asLong(),
          Math.max(-1, node.path("index").asLong()),
          node.path("isStartingVersion").asBoolean());
    }
  }

  /**
   * Empty where the log does not tell it any more.
   *
   * @param start null for the first batch
   */
  OptionalLong rows(String start, String end) {
    try {
      Place to = Place.of(end);
      List<LoggedFile> read = new ArrayList<>();
      Place from = start == null ? new Place(to.version(), -1, true) : Place.of(start);
      boolean told =
          from.snapshot() && (to.snapshot() || start != null)
              ? ofSnapshot(from, to, read) && (to.snapshot() || between(behind(from), to, read))
              : between(start == null ? new Place(0, -1, false) : from, to, read)
                  && (start != null || !table.wasRewritten(to.version()));
      return told ? sum(read) : OptionalLong.empty();
    } catch (JsonProcessingException e) {
      return OptionalLong.empty();
    }
  }

  private static Place behind(Place snapshot) {
    return new Place(snapshot.version() + 1, -1, false);
  }

  private boolean ofSnapshot(Place from, Place to, List<LoggedFile> read) {
    List<LoggedFile> files = new ArrayList<>();
    if (table.wasRearranged(from.version())
        || !between(new Place(0, -1, false), behind(from), files)) {
      return false;
    }
    files.sort(Comparator.comparingLong(LoggedFile::modified).thenComparing(LoggedFile::path));
    long last = to.snapshot() ? to.index() : files.size() - 1;
    for (long index = from.index() + 1; index <= last && index < files.size(); index++) {
      read.add(files.get((int) index));
    }
    return true;
  }

  private boolean between(Place from, Place to, List<LoggedFile> read) {
    for (long version = from.version(); version <= to.version(); version++) {
      boolean isEnd = version == to.version();
      if (isEnd && to.index() < 0) {
        return true;
      }
      if (!table.has(version)) {
        return false;
      }
      List<LoggedFile> files = table.additions(version);
      long first = version == from.version() ? from.index() + 1 : 0;
      long last = isEnd ? Math.min(to.index(), files.size() - 1) : files.size() - 1;
      for (long index = first; index <= last; index++) {
        read.add(files.get((int) index));
      }
    }
    return true;
  }

  private static OptionalLong sum(List<LoggedFile> files) {
    return files.stream().allMatch(file -> file.rows().isPresent())
        ? OptionalLong.of(files.stream().mapToLong(file -> file.rows().getAsLong()).sum())
        : OptionalLong.empty();
  }
}
