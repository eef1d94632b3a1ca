package dev.medallion.sink;

import dev.medallion.config.Section;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of the rows that a table has when a batch is written to it.
 *
 * @param keys of an upsert; empty for a table that is appended to
 */
record JdbcMode(Optional<Keys> keys) {
  private static final List<String> OPTIONS = List.of("keys", "latest-by");

  private enum Name {
    APPEND,
    UPSERT
  }

  static JdbcMode from(Section block) {
    Name name = block.choice("mode", Name.class);
    if (name == Name.UPSERT) {
      return new JdbcMode(Optional.of(Keys.from(block.chosenBy("mode"))));
    }
    OPTIONS.stream()
        .filter(block::has)
        .forEach(option -> block.problem(option, "is for mode = upsert"));
    return new JdbcMode(Optional.empty());
  }

  Optional<String> objection(OutputMode output) {
    if (keys.isPresent() && output == OutputMode.COMPLETE) {
      return Optional.of(
          "sink.mode = upsert would write every row again with each batch; set output-mode ="
              + " update");
    }
    return keys.isPresent() || output == OutputMode.APPEND
        ? Optional.empty()
        : Optional.of(
            "sink.mode = append would keep what output-mode = %s replaces; set sink.mode = upsert"
                    .formatted(output.text())
                + " and sink.keys");
  }

  /** The columns of the key; none where rows are appended. */
  List<String> keyColumns() {
    return keys.map(Keys::columns).orElse(List.of());
  }

  List<String> latestBy() {
    return keys.map(Keys::latestBy).orElse(List.of());
  }
}
