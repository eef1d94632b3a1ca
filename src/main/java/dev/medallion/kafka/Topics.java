package dev.medallion.kafka;

import dev.medallion.config.Section;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which topics are meant.
 *
 * @param names their names; empty where a pattern says it
 * @param pattern that a whole name must match; null where names say it
 */
public record Topics(List<String> names, Pattern pattern) {

  /** The one topic of this name. */
  public static Topics of(String name) {
    return new Topics(List.of(name), null);
  }

  /** Reads {@code topics} or {@code topic-pattern}, one of which must be there. */
  public static Topics from(Section block) {
    if (block.has("topic-pattern")) {
      if (block.has("topics")) {
        block.problem("topics", "stands beside topic-pattern; keep one of them");
      }
      return new Topics(List.of(), pattern(block));
    }
    List<String> names = block.strings("topics");
    if (names.isEmpty()) {
      block.problem("topics", "names no topic; name one, or set topic-pattern");
    }
    return new Topics(names, null);
  }

  private static Pattern pattern(Section block) {
    try {
      return Pattern.compile(block.string("topic-pattern"));
    } catch (PatternSyntaxException e) {
      block.problem("topic-pattern", "not a regular expression: " + e.getDescription());
      return Pattern.compile("");
    }
  }

  boolean byName() {
    return pattern == null;
  }

  /** Whether a topic is meant. */
  public boolean include(String topic) {
    return byName() ? names.contains(topic) : pattern.matcher(topic).matches();
  }

  @Override
  public String toString() {
    return byName() ? String.join(", ", names) : pattern.pattern();
  }
}
