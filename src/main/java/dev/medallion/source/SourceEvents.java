package dev.medallion.source;

import java.util.UUID;

/** Takes what a source has to say to the people who watch its job. */
@FunctionalInterface
public interface SourceEvents {
  /**
   * Something stays unread or was found odd.
   *
   * @param id the same for the same finding about the same data, also in a later run, so that it is
   *     recorded once
   * @param entity the file or part of the source
   * @param message a whole sentence
   */
  void warn(UUID id, String entity, String message);

  /** Records were lost before they could be read, and the job goes on behind them. */
  default void lost(LostRange range) {
    warn(range.id(), range.entity(), range.sentence());
  }

  /** Something that passes and is not worth a record, such as waiting for a server. */
  default void say(String message) {}
}
